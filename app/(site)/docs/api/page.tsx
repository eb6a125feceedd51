import type { Metadata } from "next";
import { type ApiDocument, ApiReference } from "@/components/docs";
import { Mark } from "@/components/site";
import { openApiDocument } from "@/lib/api";
import { getConfig } from "@/lib/config";

export const metadata: Metadata = {
  title: "API reference",
  description: "Every operation of Tillgate's merchant API, with examples and failures.",
};

export default function ApiReferencePage() {
  const { environment, origin } = getConfig();
  const document = openApiDocument(origin, environment === "sandbox");
  return (
    <div className="mx-auto max-w-7xl px-5 sm:px-8">
      <header className="border-b border-line py-5">
        <a href="/" className="inline-flex items-center gap-2.5 font-semibold">
          <Mark />
        </a>
      </header>
      <ApiReference document={document as unknown as ApiDocument} />
    </div>
  );
}
