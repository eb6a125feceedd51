export { PASSWORD_MAX, PASSWORD_MIN } from "./check-password";
export { type CreateUserInput, createUser } from "./create-user";
export { endSession, endSessionOfToken } from "./end-session";
export { findSession, type Membership, type SessionView } from "./find-session";
export { asUser } from "./internal";
export { FRESH_PASSWORD_MS, SESSION_HOURS, SESSION_IDLE_MS } from "./limits";
export { permissionsOfRole, ROLE_PERMISSIONS, ROLES, type Role } from "./roles";
export { type SignedIn, type SignInInput, signIn } from "./sign-in";
export { touchSession } from "./touch-session";
