// Tabs of the sections, and charts in place of pictures. Without this script the page shows everything, one below the other.
"use strict";
(() => {
  const data = JSON.parse(document.getElementById("data").textContent);
  const charts = [];

  // ---- Tabs: arrows, Home and End move between them; the address keeps the one that is open.
  const links = [...document.querySelectorAll("nav a")];
  const panel = (link) => document.getElementById(link.hash.slice(1));
  const open = (chosen, focus) => {
    for (const link of links) {
      const selected = link === chosen;
      link.setAttribute("aria-selected", selected);
      link.tabIndex = selected ? 0 : -1;
      panel(link).hidden = !selected;
    }
    if (focus) chosen.focus();
    draw();
  };
  const step = { ArrowRight: 1, ArrowLeft: -1 };
  const setUpTabs = () => {
    document.body.classList.add("tabbed");
    links[0].parentElement.setAttribute("role", "tablist");
    links.forEach((link, index) => {
      link.setAttribute("role", "tab");
      link.setAttribute("aria-controls", panel(link).id);
      panel(link).setAttribute("role", "tabpanel");
      link.addEventListener("click", (event) => {
        event.preventDefault();
        history.replaceState(null, "", link.hash);
        open(link, false);
      });
      link.addEventListener("keydown", (event) => {
        const to = event.key === "Home" ? 0 : event.key === "End" ? links.length - 1 : index + (step[event.key] ?? NaN);
        if (Number.isNaN(to)) return;
        event.preventDefault();
        open(links[(to + links.length) % links.length], true);
      });
    });
  };

  // ---- Charts
  const colour = (name) => getComputedStyle(document.documentElement).getPropertyValue(name).trim();
  const duration = (ms) => ms == null ? "" : ms >= 1000 ? +(ms / 1000).toPrecision(3) + " s"
    : ms >= 1 ? +ms.toPrecision(3) + " ms" : +(ms * 1000).toPrecision(3) + " µs";
  const number = (value) => value == null ? "" : (+value.toPrecision(4)).toLocaleString("en");
  const positive = (values) => values.map((value) => value > 0 ? value : null);
  const line = (label, index, more) =>
    ({ label, stroke: colour("--c" + (1 + index % 8)), width: 1.5, value: (u, v) => number(v), ...more });
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
  const promise = (u) => {
    if (!data.slo) return;
    const { left, top, width, height } = u.bbox;
    const y = u.valToPos(data.slo.ms, "y", true);
    if (y >= top && y <= top + height)
      dashed(u, [left, y], [left + width, y], data.slo.text, left + width - 4, y - 5, "right");
  };
  const filled = (u) => {
    if (!data.filled) return;
    const { left, top, width, height } = u.bbox;
    const x = u.valToPos(data.filled.time_s, "x", true);
    if (x >= left && x <= left + width)
      dashed(u, [x, top], [x, top + height], data.filled.text, x + 6, top + 14 * devicePixelRatio, "left");
  };
  const busy = data.resources.filter((each) => Math.max(...each.utilisation) > 0.005);
  const waited = data.resources.filter((each) => Math.max(...each.queued) >= 1);
  const of_resource = (each) => {
    const index = busy.indexOf(each); // the same colour in both charts
    return line(each.name, index, index > 7 ? { dash: [5, 4] } : {});
  };
  const kinds = {
    load: () => ({
      axes: [seconds(), axis("per second"), axis("virtual users", { scale: "users", side: 1, grid: { show: false } })],
      series: [{ label: "time, s" }, line("requests answered", 0), line("iterations completed", 2),
               line("requests failed", 1), line("iterations dropped", 3),
               line("virtual users", 7, { scale: "users", dash: [6, 4] })],
      hooks: { draw: [filled] },
      data: [data.time_s, data.requests_per_s, data.iterations_per_s, data.failures_per_s, data.dropped_per_s, data.vus] }),
    percentiles: () => ({
      scales: { y: { distr: 3 } },
      axes: [seconds(), logarithmic("response time", duration, 72)],
      series: [{ label: "time, s" }, ...[["slowest", 7], ["p99", 1], ["p95", 4], ["p50", 0]].map(([name, index]) =>
        line(name, index, { value: (u, v) => duration(v),
                            ...(name === "slowest" ? { width: 0, points: { show: true, size: 3 } } : {}) }))],
      hooks: { draw: [promise] },
      data: [data.time_s, ...[data.max_ms, data.p99_ms, data.p95_ms, data.p50_ms].map(positive)] }),
    utilisation: () => ({
      title: "Utilisation", scales: { y: { range: [0, 105] } },
      axes: [seconds(), axis("busy, %")],
      series: [{ label: "time, s" }, ...busy.map(of_resource)],
      data: [data.time_s, ...busy.map((each) => each.utilisation.map((share) => 100 * share))] }),
    queues: () => ({
      title: "Waiting", scales: { y: { distr: 3 } },
      axes: [seconds(), logarithmic("waiting", number, 64)],
      series: [{ label: "time, s" }, ...waited.map(of_resource)],
      data: [data.time_s, ...waited.map((each) => positive(each.queued))] }),
  };
  const wanted = (kind) => kind !== "queues" || waited.length > 0;

  /** Charts of the open section that are not there yet: one that is hidden has no width to draw in. */
  function draw() {
    if (typeof uPlot === "undefined") return;
    for (const place of document.querySelectorAll("section:not([hidden]) [data-chart]")) {
      if (place.querySelector(".uplot") || !wanted(place.dataset.chart)) continue;
      place.hidden = false;
      const { data: columns, ...options } = kinds[place.dataset.chart]();
      const picture = place.querySelector(".wide");
      const target = document.createElement("div");
      place.insertBefore(target, picture);
      if (picture) picture.hidden = true;
      const size = () => ({ width: target.clientWidth, height: Math.min(380, Math.max(280, target.clientWidth * 0.55)) });
      options.scales = { x: { time: false }, ...options.scales };
      const chart = new uPlot({ ...options, ...size(), cursor: { sync: { key: "time" } } }, columns, target);
      const canvas = target.querySelector("canvas");
      canvas.setAttribute("role", "img");
      canvas.setAttribute("aria-label", options.title ?? place.querySelector("h3").textContent);
      charts.push({ chart, target, size });
    }
  }
  addEventListener("resize", () =>
    charts.forEach(({ chart, target, size }) => target.clientWidth > 0 && chart.setSize(size())));
  matchMedia("(prefers-color-scheme: dark)").addEventListener("change", () => {
    for (const { chart, target } of charts.splice(0)) {
      chart.destroy();
      target.remove();
    }
    draw();
  });

  setUpTabs();
  open(links.find((link) => link.hash === location.hash) ?? links[0], false);
})();
