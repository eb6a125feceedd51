/** One setting as a form shows it; values cross as text ("true" and "false" for a box). */
export interface SettingField {
  readonly name: string;
  readonly kind: "check" | "text" | "decimal" | "select" | "lines" | "area" | "colour" | "logo";
  readonly label: string;
  readonly hint: string;
  readonly value: string;
  readonly options?: readonly { readonly value: string; readonly label: string }[];
}

export interface SettingChangeRequest {
  readonly version: number;
  readonly values: Readonly<Record<string, string>>;
}

export interface LookBackRequest {
  readonly autoWithdraw: boolean;
  readonly maxAutoWithdrawAmount: string;
  readonly applyLimitsToApi: boolean;
}

/** What a rule would have let go; amounts as people read them. */
export interface LookBackAnswer {
  readonly asked: number;
  readonly approved: number;
  readonly amount: string;
  readonly biggest: readonly {
    readonly id: string;
    readonly user: string;
    readonly address: string;
    readonly amount: string;
    readonly when: string;
  }[];
}
