import { listExports } from "@/lib/desk";
import { read } from "@/lib/http/dashboard";

/** How far each of the person's exports is. */
export const GET = read({
  name: "GET /dashboard/exports",
  run: async (ctx) => ({
    exports: (await listExports(ctx)).map(({ id, state, rowsDone }) => [id, state, rowsDone]),
  }),
});
