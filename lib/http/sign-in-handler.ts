import NextAuth from "next-auth";
import { TIERS } from "@/lib/api";
import { nextAuthOptions } from "@/lib/auth/session";
import { AppError, newId } from "@/lib/kit";
import { scaledLimit } from "./call";
import { ADDRESS_HEADER, limitedAddress } from "./client-address";
import { toFailure } from "./failure";
import { publicContext } from "./person";
import { failureResponse } from "./respond";
import { getRuntime } from "./runtime";

type Route = { readonly params: Promise<{ readonly nextauth: string[] }> };

/** next-auth behind our door: attempts to sign in are counted by address, whomever they name (tier "auth"). */
export async function signInHandler(request: Request, route: Route): Promise<Response> {
  const { limiter, config, secretBox } = getRuntime();
  const address = request.headers.get(ADDRESS_HEADER) ?? "0.0.0.0";
  const { nextauth } = await route.params;
  if (request.method === "POST" && nextauth[0] === "callback") {
    const limit = scaledLimit(TIERS.auth, config.rateLimitScale);
    const taken = limit && (await limiter.take(`sign-in|${limitedAddress(address)}`, limit));
    if (taken && !taken.allowed) {
      const requestId = newId();
      const failure = toFailure(new AppError("rate_limited"), requestId);
      return failureResponse(failure, { requestId, limit: taken });
    }
  }
  const options = nextAuthOptions({
    config,
    box: secretBox,
    context: publicContext,
    addressOf: () => address,
  });
  return NextAuth(options)(request, route);
}
