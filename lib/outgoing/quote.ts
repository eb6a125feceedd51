import {
  type ChainAdapter,
  type FeeQuote,
  type Intent,
  UnsupportedIntentError,
  WouldRevertError,
} from "@/lib/chains";

/** The quote of an intent, or the error that says why the chain would refuse it. Throws ChainUnavailableError. */
export function quoteOrRefusal(
  adapter: ChainAdapter,
  intent: Intent,
  replaced?: FeeQuote,
): Promise<FeeQuote | WouldRevertError> {
  return adapter.quote(intent, replaced).catch((error: unknown) => {
    if (error instanceof WouldRevertError) return error;
    throw error;
  });
}

/** The quote of an intent; null when the chain would refuse it, or knows nothing like it. Throws ChainUnavailableError. */
export async function quoteOrNull(
  adapter: ChainAdapter,
  intent: Intent,
  replaced?: FeeQuote,
): Promise<FeeQuote | null> {
  try {
    const quote = await quoteOrRefusal(adapter, intent, replaced);
    return quote instanceof WouldRevertError ? null : quote;
  } catch (error) {
    if (error instanceof UnsupportedIntentError) return null;
    throw error;
  }
}
