import { read } from "@/lib/http/dashboard";
import { getOperatorHome } from "@/lib/operator";

/** How the installation stands; amounts as decimal strings of their smallest unit. */
export const GET = read({
  name: "GET /dashboard/operator",
  run: async (ctx) => ({
    home: JSON.parse(
      JSON.stringify(await getOperatorHome(ctx), (_key, value: unknown) =>
        typeof value === "bigint" ? value.toString() : value,
      ),
    ),
  }),
});
