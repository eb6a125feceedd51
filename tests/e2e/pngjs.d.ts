declare module "pngjs" {
  interface Image {
    readonly width: number;
    readonly height: number;
    /** RGBA. */
    readonly data: Uint8Array;
  }
  export const PNG: { readonly sync: { read(file: Uint8Array): Image } };
}
