import { authCall } from "@/components/dashboard/auth/auth-call";

/** Ends this session, here and on the server, and goes to the sign-in page. */
export async function signOut(): Promise<void> {
  await authCall("signout", {});
  location.assign("/sign-in");
}
