export { type Accepted, acceptInvitation, type Newcomer } from "./accept-invitation";
export { addPasskey } from "./add-passkey";
export { beginPasskey, type PasskeySetUp } from "./begin-passkey";
export { beginPasskeySignIn } from "./begin-passkey-sign-in";
export { beginTotp, type TotpSetup } from "./begin-totp";
export { changeEmail, emailSubject } from "./change-email";
export { changePassword } from "./change-password";
export { changeRole } from "./change-role";
export { PASSWORD_MAX, PASSWORD_MIN } from "./check-password";
export { chooseMerchant } from "./choose-merchant";
export { confirmChallenge, type GivenProof } from "./confirm-challenge";
export { confirmEmailChange } from "./confirm-email-change";
export { confirmTotp } from "./confirm-totp";
export { countRecoveryCodes } from "./count-recovery-codes";
export { type CreateUserInput, createUser } from "./create-user";
export { disableTotp } from "./disable-totp";
export { disableUser } from "./disable-user";
export { enableUser } from "./enable-user";
export { endOtherSessions } from "./end-other-sessions";
export { endSession, endSessionOfToken } from "./end-session";
export { findInvitation, type InvitedView } from "./find-invitation";
export { findSession, type Membership, type SessionView } from "./find-session";
export { forgetPeople } from "./forget-people";
export { asUser } from "./internal";
export { inviteMember } from "./invite-member";
export { inviteMerchant, inviteOwner, type OwnerDoor } from "./invite-owner";
export { FRESH_PASSWORD_MS, MOST_PASSKEYS, SESSION_HOURS, SESSION_IDLE_MS } from "./limits";
export { LINK_PAGES } from "./links";
export {
  type InvitationView,
  listMembers,
  type MemberView,
  type TeamView,
} from "./list-members";
export { listPasskeys, type PasskeyView } from "./list-passkeys";
export { listSessions, type SessionPlace } from "./list-sessions";
export { listUsers, type UserView } from "./list-users";
export { type PasskeySite, passkeySite } from "./passkey-site";
export {
  PASSKEY_ADD,
  PASSKEY_REMOVE,
  passkeyAddSubject,
  passkeyRemoveSubject,
} from "./passkey-subjects";
export type { PasskeyOrder, PasskeyRequest } from "./passkeys";
export { provePassword } from "./prove-password";
export type { GivenCode } from "./prove-second-factor";
export { type Registration, type RegistrationDoor, registerMerchant } from "./register-merchant";
export { removeMember } from "./remove-member";
export { removePasskey } from "./remove-passkey";
export { replaceRecoveryCodes } from "./replace-recovery-codes";
export { requestPasswordReset } from "./request-password-reset";
export { requireFreshPassword } from "./require-fresh-password";
export { resendInvitation } from "./resend-invitation";
export { resendVerification } from "./resend-verification";
export { resetPassword } from "./reset-password";
export { resetSecondFactor } from "./reset-second-factor";
export { revokeInvitation } from "./revoke-invitation";
export { permissionsOfRole, ROLE_PERMISSIONS, ROLES, type Role, rightsOf } from "./roles";
export { PASSKEY_WILL_DO, type SignedIn, type SignInInput, signIn } from "./sign-in";
export { startChallenge } from "./start-challenge";
export { roleSubject } from "./team";
export { CODED_ROLES } from "./team-rules";
export { newTotpSecret, totpCode } from "./totp";
export { touchSession } from "./touch-session";
export { type ProfilePatch, updateProfile } from "./update-profile";
export { verifyEmail } from "./verify-email";
