import { read } from "@/lib/http/dashboard";
import { SESSION_IDLE_MS } from "@/lib/people";

/** When the session would end if nothing were done: for the warning before it does (D-44). */
export const GET = read({
  name: "GET /dashboard/session",
  run: async (_ctx, _query, { lastSeenAt, expiresAt }) => {
    const idleEnd = lastSeenAt.getTime() + SESSION_IDLE_MS;
    const endsAt = Math.min(idleEnd, expiresAt.getTime());
    const leftMs = Math.max(0, endsAt - Date.now());
    return { endsAt: new Date(endsAt).toISOString(), leftMs, final: endsAt < idleEnd };
  },
});
