import { useEffect, useRef, useState } from "preact/hooks";
import type uPlot from "uplot";
import type { Bucket } from "./api.ts";
import type { Words } from "./words.ts";

/** Below this share the absence of stories says little. */
export const HEARD_ENOUGH = 0.8;

interface ChartProperties {
  readonly buckets: readonly Bucket[];
  /** When something changed that may explain a jump, ISO 8601. */
  readonly changes: readonly string[];
  readonly label: string;
  readonly words: Words;
}

const HEIGHT = 220;

/**
 * Stories as bars over time, shaded where too little was heard, with a line at each change. The picture says nothing that the figures
 * beside it do not; the drawing library comes with the first chart.
 */
export const Chart = ({ buckets, changes, label, words }: ChartProperties) => {
  const box = useRef<HTMLDivElement>(null);
  const [library, setLibrary] = useState<typeof uPlot>();
  const look = useLook();
  useEffect(() => {
    let isLate = false;
    const load = async () => {
      const [{ default: loaded }] = await Promise.all([import("uplot"), import("uplot/dist/uPlot.min.css")]);
      if (!isLate) setLibrary(() => loaded);
    };
    // Without it the figures are there all the same.
    load().catch(() => undefined);
    return () => {
      isLate = true;
    };
  }, []);
  useEffect(() => {
    const here = box.current;
    if (here === null || library === undefined || buckets.length === 0) return undefined;
    const plot = new library(optionsOf({ buckets, changes, words }, library, here), dataOf(buckets), here);
    const watch = new ResizeObserver(() => plot.setSize({ width: here.clientWidth, height: HEIGHT }));
    watch.observe(here);
    return () => {
      watch.disconnect();
      plot.destroy();
    };
  }, [library, buckets, changes, words, look]);
  return <div ref={box} class="chart" role="img" aria-label={label} />;
};

/** Another value whenever the colours may be others. */
const useLook = (): string => {
  const [dark, setDark] = useState(matchMedia("(prefers-color-scheme: dark)").matches);
  const [theme, setTheme] = useState(document.documentElement.dataset.theme ?? "auto");
  useEffect(() => {
    const system = matchMedia("(prefers-color-scheme: dark)");
    const update = () => setDark(system.matches);
    const chosen = new MutationObserver(() => setTheme(document.documentElement.dataset.theme ?? "auto"));
    system.addEventListener("change", update);
    chosen.observe(document.documentElement, { attributes: true, attributeFilter: ["data-theme"] });
    return () => {
      system.removeEventListener("change", update);
      chosen.disconnect();
    };
  }, []);
  return `${theme} ${dark}`;
};

const seconds = (at: string): number => Date.parse(at) / 1000;

const dataOf = (buckets: readonly Bucket[]): [number[], number[]] => [
  buckets.map(({ from }) => seconds(from)),
  buckets.map(({ stories = 0 }) => stories),
];

const optionsOf = ({ buckets, changes, words }: Omit<ChartProperties, "label">, library: typeof uPlot, box: HTMLElement): uPlot.Options => {
  const [ink, muted, accent, line] = ["--ink", "--muted", "--accent", "--line"].map((name) => colour(box, name));
  const day = new Intl.DateTimeFormat(words.locale, { day: "numeric", month: "short", timeZone: words.timeZone });
  const axis = {
    stroke: muted ?? "",
    grid: { stroke: line ?? "", width: 1 },
    ticks: { stroke: line ?? "", width: 1 },
    font: "12px system-ui",
  };
  return {
    width: box.clientWidth,
    height: HEIGHT,
    legend: { show: false },
    cursor: { show: false },
    scales: {
      x: { range: [seconds(buckets[0]?.from ?? ""), seconds(buckets.at(-1)?.to ?? "")] },
      y: { range: (_, __, most) => [0, Math.max(4, Math.ceil(most * 1.1))] },
    },
    axes: [
      { ...axis, values: (_, at) => at.map((second) => day.format(second * 1000)) },
      { ...axis, size: 40, values: (_, at) => at.map((n) => (Number.isInteger(n) ? n.toLocaleString(words.locale) : "")) },
    ],
    series: [
      {},
      {
        width: 0,
        fill: accent ?? "",
        ...(library.paths.bars !== undefined && { paths: library.paths.bars({ size: [0.8, 28], align: 1 }) }),
        points: { show: false },
      },
    ],
    hooks: {
      drawClear: [(plot) => shade(plot, buckets, muted ?? "")],
      draw: [(plot) => rule(plot, changes, ink ?? "")],
    },
  };
};

/** What the style sheet calls a colour, as the canvas takes it. */
const colour = (box: HTMLElement, name: string): string => {
  const probe = document.createElement("span");
  probe.style.color = `var(${name})`;
  box.append(probe);
  const value = getComputedStyle(probe).color;
  probe.remove();
  return value;
};

const shade = ({ ctx, bbox, valToPos }: uPlot, buckets: readonly Bucket[], fill: string): void => {
  ctx.save();
  ctx.fillStyle = fill;
  ctx.globalAlpha = 0.22;
  for (const { from, to, heard } of buckets) {
    if (heard >= HEARD_ENOUGH) continue;
    const [left, right] = [valToPos(seconds(from), "x", true), valToPos(seconds(to), "x", true)];
    ctx.fillRect(left, bbox.top, right - left, bbox.height);
  }
  ctx.restore();
};

const rule = ({ ctx, bbox, valToPos }: uPlot, changes: readonly string[], stroke: string): void => {
  ctx.save();
  ctx.strokeStyle = stroke;
  ctx.globalAlpha = 0.5;
  ctx.setLineDash([3, 4]);
  for (const at of changes) {
    const x = Math.round(valToPos(seconds(at), "x", true));
    if (x < bbox.left || x > bbox.left + bbox.width) continue;
    ctx.beginPath();
    ctx.moveTo(x, bbox.top);
    ctx.lineTo(x, bbox.top + bbox.height);
    ctx.stroke();
  }
  ctx.restore();
};
