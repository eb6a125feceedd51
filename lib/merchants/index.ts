export { type CreatedMerchant, type CreateMerchantInput, createMerchant } from "./create-merchant";
export { DEFAULT_FEE_TIERS, depositFee } from "./fees";
export { getSettings } from "./get-settings";
export { listMerchantsWithoutWallet } from "./list-merchants-without-wallet";
export { updateSettings } from "./update-settings";
