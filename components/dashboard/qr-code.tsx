import { QrCode as Code } from "@/components/checkout/qr-code";

/** A QR code of exactly that text, dark on light whatever the theme; drawn on the server. */
export function QrCode({ text, label }: { readonly text: string; readonly label: string }) {
  return (
    <div className="w-48 overflow-hidden rounded-lg border border-line">
      <Code text={text} label={label} />
    </div>
  );
}
