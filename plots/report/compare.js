// Charts with both runs: A drawn through, B dashed. Without this script the pictures say it.
"use strict";
(() => {
  const { duration, number, positive, line, axis, seconds, logarithmic, promise, shades, marks } = onsale;
  const data = JSON.parse(document.getElementById("data").textContent);
  const titles = { requests_per_s: "Requests answered per second", p95_ms: "Response time p95", p50_ms: "Response time p50",
                   failures_per_s: "Requests failed per second", vus: "Virtual users" };
  const digit = (index) => String(index + 1); // A and B are the runs
  const same = JSON.stringify(data.runs[0].timeline) === JSON.stringify(data.runs[1].timeline);
  const timeline = same ? data.runs[0].timeline : data.runs.flatMap((run, index) =>
    run.timeline.map((each) => ({ ...each, text: "AB"[index] + ": " + each.text })));

  const kind = (name) => {
    const is_time = name.endsWith("_ms");
    const tables = data.runs.map((run) => [run.time_s, is_time ? positive(run[name]) : run[name]]);
    const words = is_time ? duration : number;
    return {
      title: titles[name], cursor: { sync: { key: "time" } }, below: timeline.length ? marks(timeline, digit) : null,
      ...(is_time ? { scales: { y: { distr: 3 } } } : {}),
      axes: [seconds(), is_time ? logarithmic("response time", duration, 72) : axis("")],
      series: [{ label: "time, s" }, ...data.runs.map((run, index) =>
        line("AB"[index] + ": " + run.name, "--c" + (1 + index), { dash: index ? [7, 4] : [], width: 2, spanGaps: true,
                                                                   value: (u, v) => words(v) }))],
      hooks: { drawClear: [shades(timeline, digit)], draw: is_time ? [promise(data.slo)] : [] },
      data: uPlot.join(tables) };
  };
  const draw = () => {
    if (!onsale.able) return;
    document.body.classList.add("scripted");
    for (const place of document.querySelectorAll("[data-chart]")) {
      const name = place.dataset.chart;
      if (data.runs.some((run) => run[name].some((value) => value > 0))) onsale.put(place, kind(name));
    }
  };
  matchMedia("(prefers-color-scheme: dark)").addEventListener("change", () => { onsale.forget(); draw(); });
  draw();
})();
