import type { NextAuthOptions } from "next-auth";
import CredentialsProvider from "next-auth/providers/credentials";
import type { Context } from "@/lib/command";
import type { Config } from "@/lib/config";
import type { SecretBox } from "@/lib/config/secret-box";
import { AppError } from "@/lib/kit";
import {
  endSessionOfToken,
  PASSKEY_WILL_DO,
  passkeySite,
  SESSION_HOURS,
  signIn,
} from "@/lib/people";
import { cookieOptions, isSecure } from "./cookies";

/** What signing in needs of the process around it. */
export interface SignInDoor {
  readonly config: Config;
  readonly box: SecretBox;
  /** The context of someone who is nobody yet. */
  context(): Context;
  /** Where a request came from, by its headers. */
  addressOf(headers: Readonly<Record<string, unknown>>): string;
}

const text = (value: unknown) => (typeof value === "string" ? value : "");

/**
 * next-auth with our own people: the cookie holds the token of a row in `user_sessions`, which every request asks, so
 * that a session ends when its row does. A refusal travels as the code of its AppError.
 */
export function nextAuthOptions(door: SignInDoor): NextAuthOptions {
  const { config, box } = door;
  return {
    secret: config.secret ?? "",
    session: { strategy: "jwt", maxAge: SESSION_HOURS * 3_600 },
    useSecureCookies: isSecure(config.origin),
    cookies: cookieOptions(config.origin),
    pages: { signIn: "/sign-in", signOut: "/sign-in", error: "/sign-in" },
    providers: [
      CredentialsProvider({
        credentials: {
          email: {},
          password: {},
          code: {},
          recoveryCode: {},
          passkey: {},
          passkeyChallenge: {},
        },
        async authorize(given, request) {
          const headers = request.headers ?? {};
          const asked = {
            email: text(given?.email).slice(0, 254),
            password: text(given?.password).slice(0, 200),
            code: text(given?.code).replace(/\s/g, "") || null,
            recoveryCode: text(given?.recoveryCode).trim() || null,
            passkey: passkeyOf(given),
            address: door.addressOf(headers),
            userAgent: text(headers["user-agent"]).slice(0, 400),
          };
          try {
            const { userId, token } = await signIn(
              door.context(),
              asked,
              box,
              passkeySite(config.origin),
            );
            return { id: userId, token };
          } catch (error) {
            throw new Error(error instanceof AppError ? refusalOf(error) : "internal_error");
          }
        },
      }),
    ],
    callbacks: {
      // Nothing but the session's own token: who it is, is asked of the database.
      jwt: ({ token, user }) => ({ session: user && "token" in user ? user.token : token.session }),
      session: ({ session }) => ({ expires: session.expires }),
    },
    events: {
      signOut: async ({ token }) => {
        await endSessionOfToken(door.context(), text(token?.session));
      },
    },
  };
}

/** What a passkey signed, in place of a code; null: a code it is, or nothing yet. */
function passkeyOf(given: Readonly<Record<string, unknown>> | undefined) {
  const answer = text(given?.passkey).slice(0, 16_000);
  return answer === "" ? null : { challengeId: text(given?.passkeyChallenge), answer };
}

/** The page offers a passkey where one will do; that is told to whoever knows the password. */
function refusalOf({ code, details }: AppError): string {
  const offered = details?.some(({ path }) => path === PASSKEY_WILL_DO) ?? false;
  return code === "otp_required" && offered ? "otp_or_passkey" : code;
}
