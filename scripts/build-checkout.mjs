// Bundles components/checkout/client.ts into components/checkout/client.generated.ts, which the payment page inlines.
import { writeFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { build } from "esbuild";

const folder = new URL("../components/checkout/", import.meta.url);

/** The payment page's script: minified, without source map or exports. Throws esbuild's errors. */
export async function bundleCheckoutScript() {
  const { outputFiles } = await build({
    entryPoints: [fileURLToPath(new URL("client.ts", folder))],
    bundle: true,
    minify: true,
    write: false,
    format: "iife",
    target: "es2022",
    charset: "ascii",
    legalComments: "none",
    // Not the project's: its settings must not change what is emitted.
    tsconfigRaw: {},
  });
  return outputFiles[0].text.trim();
}

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  const script = await bundleCheckoutScript();
  writeFileSync(
    new URL("client.generated.ts", folder),
    `// biome-ignore-all lint/suspicious/noTemplateCurlyInString: the text of a script.\n// Written by scripts/build-checkout.mjs from client.ts.\nexport const CHECKOUT_SCRIPT =\n  ${JSON.stringify(script)};\n`,
  );
  console.log(`${script.length} bytes`);
}
