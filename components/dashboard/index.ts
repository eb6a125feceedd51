export { AddPasskey } from "./account/add-passkey";
export { EndOthers } from "./account/device-buttons";
export { DeviceTable } from "./account/device-table";
export { EmailForm, SendAgain } from "./account/email-form";
export { FactorCare } from "./account/factor-care";
export { FactorSetUp } from "./account/factor-set-up";
export { LeaveButton } from "./account/leave-button";
export { type PasskeyItem, PasskeyTable } from "./account/passkey-table";
export { PasswordForm } from "./account/password-form";
export { ProfileForm } from "./account/profile-form";
export { AUDIT_FIELDS, AuditFilters } from "./audit/audit-filters";
export { type AuditItem, AuditTable } from "./audit/audit-table";
export { ChainState } from "./audit/chain-state";
export { AuthPage, TestStripe } from "./auth/auth-page";
export { ConfirmLink } from "./auth/confirm-link";
export { ForgotForm } from "./auth/forgot-form";
export { JoinButton, NewcomerForm, OtherPerson } from "./auth/invitation-forms";
export { RegisterForm } from "./auth/register-form";
export { ResetForm } from "./auth/reset-form";
export { SignInForm } from "./auth/sign-in-form";
export { type CallBody, CallDetail, type CallFacts } from "./calls/call-detail";
export { CALL_FIELDS, CallFilters } from "./calls/call-filters";
export { CALLS_PATH, type CallItem, CallTable, callText } from "./calls/call-table";
export { type ContactItem, ContactTable } from "./contacts/contact-table";
export { DashboardProvider } from "./dashboard-context";
export { ExportButton } from "./desk/export-button";
export { type ExportItem, ExportTable } from "./desk/export-table";
export { ManageViews } from "./desk/manage-views";
export { NoteForm } from "./desk/note-form";
export { type NoteItem, NotesPanel } from "./desk/notes-panel";
export { SaveView } from "./desk/save-view";
export { ViewBar, type ViewItem } from "./desk/view-bar";
export { DeliveryDetail } from "./developers/delivery-detail";
export { DeliveryBadge, DeliveryList } from "./developers/delivery-list";
export { EditKey } from "./developers/edit-key";
export {
  EndpointControls,
  type ResumeAnswer,
  type ResumeStep,
} from "./developers/endpoint-controls";
export { EndpointPanel } from "./developers/endpoint-panel";
export { EventPicker } from "./developers/event-picker";
export { HealthPanel } from "./developers/health-panel";
export { IssueForm } from "./developers/issue-form";
export { type KeyItem, KeyTable } from "./developers/key-table";
export { ResendButton, ResendFailed } from "./developers/resend";
export { RevokeKey } from "./developers/revoke-key";
export { RollKey } from "./developers/roll-key";
export { RotateSecret } from "./developers/rotate-secret";
export { SandboxPay } from "./developers/sandbox-pay";
export { DeveloperHead } from "./developers/tabs";
export { EventCatalogue, SignatureHelp } from "./developers/webhook-help";
export { WebhookUrl } from "./developers/webhook-url";
export { WebhooksStopped } from "./developers/webhooks-stopped";
export {
  Money,
  momentText,
  moneyText,
  networkName,
  rateText,
  ShortText,
  StatusBadges,
  When,
} from "./figures";
export { Attention } from "./home/attention";
export { Balances } from "./home/balances";
export { Health } from "./home/health";
export { Series } from "./home/series";
export { CancelLink } from "./links/cancel-link";
export { LinkForm } from "./links/link-form";
export { LinkReady } from "./links/link-ready";
export { type LinkItem, LinkTable } from "./links/link-table";
export { Live } from "./live";
export { type Area, isDashboardLanguage, type Messages, pickMessages } from "./messages";
export { DASHBOARD_LANGUAGES, type DashboardLanguage } from "./messages/catalog";
export { CapsForm } from "./operator/caps-form";
export { CreateMerchant, InviteOwner } from "./operator/create-merchant";
export { LoanTable, StakeOrderTable, trxText } from "./operator/energy-tables";
export { Facts, Figure, WholeAddress } from "./operator/facts";
export type { FeeExample } from "./operator/fee-examples";
export { FeeAccountTable, MerchantLink, SettlementTable } from "./operator/fee-tables";
export { LimitsForm } from "./operator/limits-form";
export { MerchantSearch } from "./operator/merchant-search";
export { MerchantStanding } from "./operator/merchant-standing";
export { MerchantTable } from "./operator/merchant-table";
export { NeedsHand } from "./operator/needs-hand";
export { NetworkPanel } from "./operator/network-panel";
export { NetworkResume } from "./operator/network-resume";
export { OrderButtons } from "./operator/order-buttons";
export { kindKey } from "./operator/order-kind";
export {
  capText,
  type FactLine,
  limitLines,
  orderLines,
  percentText,
  tierTexts,
} from "./operator/order-lines";
export { OrderTable } from "./operator/order-table";
export { ProcessPanel } from "./operator/process-panel";
export type { NetworkItem, OrderDraft, OrderItem, ProcessItem, TierText } from "./operator/shapes";
export { StakeForm } from "./operator/stake-form";
export { SweepTable } from "./operator/sweep-table";
export { TiersForm } from "./operator/tiers-form";
export { Pager } from "./pager";
export { PanelBoundary } from "./panel-boundary";
export { PayoutForm } from "./payouts/payout-form";
export { QrCode } from "./qr-code";
export { AddRecipient } from "./recipients/add-recipient";
export { RecipientActions } from "./recipients/recipient-actions";
export { RecipientRules } from "./recipients/recipient-rules";
export { RecipientTable } from "./recipients/recipient-table";
export { DecisionBar } from "./requests/decision-bar";
export { PendingBadge } from "./requests/pending-badge";
export { RequestCard, requestLabel } from "./requests/request-card";
export { RequestFacts } from "./requests/request-facts";
export { RequestFilters } from "./requests/request-filters";
export { RequestQueue } from "./requests/request-queue";
export type { LookBackAnswer, LookBackRequest, SettingField } from "./settings/setting-shapes";
export { SettingsForm } from "./settings/settings-form";
export { BrowserZone } from "./shell/browser-zone";
export { NoMerchant } from "./shell/no-merchant";
export { SessionGuard } from "./shell/session-guard";
export { Shell } from "./shell/shell";
export { Unverified } from "./shell/unverified";
export { InvitationButtons } from "./team/invitation-buttons";
export { InviteForm } from "./team/invite-form";
export { RemoveButton } from "./team/remove-button";
export { RoleField } from "./team/role-field";
export { RoleMatrix } from "./team/role-matrix";
export { InvitationTable, type MemberItem, MemberTable } from "./team/team-tables";
export { type Say, textsOf } from "./texts";
export { Drawer } from "./transactions/drawer";
export { TransactionDetail } from "./transactions/transaction-detail";
export { TransactionFilters } from "./transactions/transaction-filters";
export { type TransactionItem, TransactionTable } from "./transactions/transaction-table";
export { AdjustFigure } from "./wallets/adjust-form";
export { CustomerFigures } from "./wallets/customer-figures";
export { CustomerSearch } from "./wallets/customer-search";
export { type CustomerItem, CustomerTable } from "./wallets/customer-table";
export { type MovementItem, MovementTable } from "./wallets/movement-table";
export { PauseButton } from "./wallets/pause-button";
export { WalletCards, type WalletItem } from "./wallets/wallet-cards";
