import { read } from "@/lib/http/dashboard";
import { getHome } from "@/lib/reports";

/** The figures of the first page, as decimal micro-USDT. */
export const GET = read({
  name: "GET /dashboard/home",
  run: async (ctx) => ({
    home: JSON.parse(
      JSON.stringify(await getHome(ctx), (_key, value: unknown) =>
        typeof value === "bigint" ? value.toString() : value,
      ),
    ),
  }),
});
