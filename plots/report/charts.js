// What the charts of a report and of a comparison share: words for numbers, axes, marks, and charts that fit their place.
"use strict";
const onsale = (() => {
  const colour = (name) => getComputedStyle(document.documentElement).getPropertyValue(name).trim();
  const dark = () => matchMedia("(prefers-color-scheme: dark)").matches;
  const duration = (exact) => {
    if (exact == null) return "";
    const ms = +exact.toPrecision(3);
    return ms >= 1000 ? ms / 1000 + " s" : ms >= 1 || ms === 0 ? ms + " ms" : +(ms * 1000).toPrecision(3) + " µs";
  };
  const number = (value) => value == null ? "" : (+value.toPrecision(4)).toLocaleString("en");
  const positive = (values) => values.map((value) => value > 0 ? value : null);
  const line = (label, tint, more) => ({ label, stroke: colour(tint), width: 1.5, value: (u, v) => number(v), ...more });
  const axis = (label, more) => ({
    label, stroke: colour("--soft"), grid: { stroke: colour("--line"), width: 1 }, ticks: { stroke: colour("--line") },
    size: 64, ...more });
  const seconds = () => axis("time since the start of the test, s", { size: 48 });
  const decades = (u, splits) =>
    splits.map((value) => value > 0 && Math.abs(Math.log10(value) % 1) < 1e-6 ? value : null);
  const logarithmic = (label, text, size) => axis(label, {
    size, filter: decades, values: (u, splits) => splits.map((value) => value == null ? "" : text(value)),
    grid: { stroke: colour("--line"), width: 1, filter: decades }, ticks: { stroke: colour("--line"), filter: decades } });
  const dashed = (u, from, to, text, x, y, align) => {
    u.ctx.save();
    u.ctx.strokeStyle = u.ctx.fillStyle = colour("--ink");
    u.ctx.setLineDash([6, 5]);
    u.ctx.beginPath();
    u.ctx.moveTo(...from);
    u.ctx.lineTo(...to);
    u.ctx.stroke();
    u.ctx.textAlign = align;
    u.ctx.font = 12 * devicePixelRatio + "px system-ui, sans-serif";
    u.ctx.fillText(text, x, y);
    u.ctx.restore();
  };
  /** A line across: what was promised. */
  const promise = (slo) => (u) => {
    if (!slo) return;
    const { left, top, width, height } = u.bbox;
    const y = u.valToPos(slo.ms, "y", true);
    if (y >= top && y <= top + height)
      dashed(u, [left, y], [left + width, y], slo.text, left + width - 4, y - 5, "right");
  };
  /** A line up: from here on something was full. */
  const upright = (at, text) => (u) => {
    if (at == null) return;
    const { left, top, width, height } = u.bbox;
    const x = u.valToPos(at, "x", true);
    if (x < left || x > left + width) return;
    const right = x > left + width * 0.6;
    dashed(u, [x, top], [x, top + height], text, x + (right ? -6 : 6), top + 14 * devicePixelRatio, right ? "right" : "left");
  };
  /** Faults and actions: shaded behind the lines. */
  const shades = (timeline, mark = letter) => (u) => {
    const { left, top, width, height } = u.bbox;
    u.ctx.save();
    u.ctx.beginPath();
    u.ctx.rect(left, top, width, height);
    u.ctx.clip();
    timeline.forEach((each, index) => {
      const from = u.valToPos(each.from, "x", true), to = u.valToPos(each.to, "x", true);
      u.ctx.fillStyle = u.ctx.strokeStyle = colour(each.kind === "fault" ? "--c2" : each.kind === "sign" ? "--c8" : "--c3");
      u.ctx.globalAlpha = 0.14;
      u.ctx.fillRect(from, top, to - from, height);
      u.ctx.globalAlpha = 0.8;
      u.ctx.setLineDash([2, 3]);
      for (const x of [from, to]) {
        u.ctx.beginPath();
        u.ctx.moveTo(x, top);
        u.ctx.lineTo(x, top + height);
        u.ctx.stroke();
      }
      if (timeline.length > 1) {
        u.ctx.globalAlpha = 1;
        u.ctx.fillStyle = colour("--ink");
        u.ctx.font = 11 * devicePixelRatio + "px system-ui, sans-serif";
        u.ctx.fillText(mark(index), Math.max(from, left) + 3 * devicePixelRatio, top + 12 * devicePixelRatio);
      }
    });
    u.ctx.restore();
  };
  const letter = (index) => String.fromCharCode(65 + index % 26);
  /** The words of what is shaded, below a chart. */
  const marks = (timeline, mark = letter) => {
    const list = document.createElement("ul");
    list.className = "marks";
    timeline.forEach((each, index) => {
      const item = document.createElement("li");
      item.textContent = (timeline.length > 1 ? mark(index) + " " : "") + each.text;
      list.append(item);
    });
    return list;
  };

  // ---- Cividis (Nunez, Anderton & Renslow 2018): on light paper pale is little, on dark paper dark is.
  const cividis = [[0, 34, 78], [18, 53, 112], [59, 73, 108], [87, 93, 109], [112, 113, 115], [138, 134, 120],
                   [165, 156, 116], [195, 179, 105], [225, 204, 85], [254, 232, 56]];
  const tint = (share) => {
    const at = (dark() ? share : 1 - share) * (cividis.length - 1);
    const low = Math.min(cividis.length - 2, Math.floor(at));
    return "rgb(" + cividis[low].map((from, i) => Math.round(from + (cividis[low + 1][i] - from) * (at - low))).join(",") + ")";
  };

  // ---- Charts in their places
  const charts = [];
  const forget = () => charts.splice(0).forEach(({ chart, target }) => { chart.destroy(); target.remove(); });
  /** @param place  a figure, whose picture it replaces, or an empty element */
  const put = (place, { data: columns, below, ...options }) => {
    place.hidden = false;
    place.classList.add("charted");
    const target = document.createElement("div");
    target.className = "chart";
    place.insertBefore(target, place.querySelector(".picture, figcaption")); // null: at the end
    const size = () => ({ width: target.clientWidth, height: Math.min(380, Math.max(280, target.clientWidth * 0.55)) });
    options.scales = { x: { time: false }, ...options.scales };
    const chart = new uPlot({ ...options, ...size() }, columns, target);
    if (below) target.append(below);
    const canvas = target.querySelector("canvas");
    canvas.setAttribute("role", "img");
    canvas.setAttribute("aria-label", options.title ?? place.querySelector("h3").textContent);
    charts.push({ chart, target, size });
  };
  addEventListener("resize", () =>
    charts.forEach(({ chart, target, size }) => target.clientWidth > 0 && chart.setSize(size())));

  return { colour, dark, duration, number, positive, line, axis, seconds, logarithmic, promise, upright, shades, marks,
           tint, put, forget, able: typeof uPlot !== "undefined" };
})();
