const TICK_MS = 5_000;

export interface Progress {
  line(text: string): void;
  /** Runs work under a heading; says every few seconds that it still goes on, and how long it took. */
  step<T>(title: string, work: () => Promise<T>): Promise<T>;
}

/** Progress for a person at a terminal or a log file: whole lines, never silence. */
export function progress(): Progress {
  const line = (text: string) => console.log(text);
  return {
    line,
    step: async (title, work) => {
      const began = Date.now();
      const seconds = () => Math.round((Date.now() - began) / 100) / 10;
      line(`• ${title} …`);
      const ticking = setInterval(() => line(`  … ${seconds()} s`), TICK_MS);
      try {
        const result = await work();
        line(`  done in ${seconds()} s`);
        return result;
      } finally {
        clearInterval(ticking);
      }
    },
  };
}
