/** One goal of the performance table: the ratio of each round, and what it must reach. */
export interface Figure {
  readonly id: string;
  readonly what: string;
  readonly values: readonly number[];
  /** Which way is better; "more" unless told. */
  readonly better?: "more" | "less";
  readonly floor: number;
  readonly target: number;
}

export function median(values: readonly number[]): number {
  const sorted = [...values].sort((a, b) => a - b);
  const middle = sorted.length / 2;
  const [low, high] = [sorted[Math.ceil(middle) - 1], sorted[Math.floor(middle)]];
  if (low === undefined || high === undefined) throw new Error("a median of nothing");
  return (low + high) / 2;
}

/** Round by round, so that what slows the machine slows both. */
export function ratios(ours: readonly number[], theirs: readonly number[]): number[] {
  return ours.map((value, at) => value / (theirs[at] ?? Number.NaN));
}

function reaches({ values, better }: Figure, goal: number): boolean {
  const value = median(values);
  return better === "less" ? value <= goal : value >= goal;
}

/** Whether the median missed the floor. */
export function isMissed(figure: Figure): boolean {
  return !reaches(figure, figure.floor);
}

/** One line for a figure; a goal is met by the median. */
export function describeFigure(figure: Figure): string {
  const value = median(figure.values);
  const verdict = reaches(figure, figure.target)
    ? "target met"
    : isMissed(figure)
      ? "MISSED"
      : "floor met";
  const range = `${Math.min(...figure.values).toFixed(2)}–${Math.max(...figure.values).toFixed(2)}`;
  return `${figure.id.padEnd(4)} ${value.toFixed(2)} (${range}; floor ${figure.floor}, target ${figure.target}) ${verdict}: ${figure.what}`;
}
