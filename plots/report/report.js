// Tabs of the sections, the filter, and charts in place of pictures. Without this script the page shows everything, one
// below the other.
"use strict";
(() => {
  const { colour, duration, number, positive, line, axis, seconds, logarithmic, promise, upright, shades, marks, tint } = onsale;
  const data = JSON.parse(document.getElementById("data").textContent);
  document.body.classList.add("scripted");
  let chosen = null; // the endpoint whose requests are shown; null: all

  // ---- Tabs: arrows, Home and End move between them; the address keeps the one that is open.
  const links = [...document.querySelectorAll(".tabs a")];
  const panel = (link) => document.getElementById(link.hash.slice(1));
  const open = (picked, focus) => {
    for (const link of links) {
      const selected = link === picked;
      link.setAttribute("aria-selected", selected);
      link.tabIndex = selected ? 0 : -1;
      panel(link).hidden = !selected;
    }
    if (focus) picked.focus();
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

  // ---- Filter: one endpoint's requests in all charts, in its table and in the anatomy.
  const choose = (index) => {
    chosen = index === "" ? null : data.endpoints[index];
    document.getElementById("filter").value = index;
    for (const row of document.querySelectorAll("tr[data-endpoint]"))
      row.classList.toggle("chosen", row.dataset.endpoint === index && index !== "");
    const blocks = [...document.querySelectorAll(".bars")];
    const known = chosen && blocks.some((each) => each.dataset.name === chosen.name);
    for (const each of blocks) each.hidden = known && each.dataset.name !== chosen.name;
    redraw();
  };
  const setUpFilter = () => {
    if (!onsale.able || data.endpoints.length < 2) return;
    const select = document.getElementById("filter");
    data.endpoints.forEach((endpoint, index) => select.add(new Option(endpoint.name, index)));
    select.addEventListener("change", () => choose(select.value));
    select.parentElement.hidden = false;
    for (const row of document.querySelectorAll("tr[data-endpoint]")) {
      if (row.dataset.endpoint !== "" && !data.endpoints[row.dataset.endpoint]) continue;
      const head = row.querySelector("th");
      const button = document.createElement("button");
      button.type = "button";
      button.textContent = head.textContent;
      button.title = "Show these requests in all charts";
      button.addEventListener("click", () => choose(row.dataset.endpoint));
      head.replaceChildren(button);
    }
  };

  // ---- Charts
  const time = () => chosen ? data.endpoint_time_s : data.time_s;
  const shown = () => chosen ?? data;
  const along = { cursor: { sync: { key: "time" } } };
  const behind = () => ({ drawClear: [shades(data.timeline)] });
  const below = () => data.timeline.length ? marks(data.timeline) : null;
  const busy = data.resources.filter((each) => Math.max(...each.utilisation) > 0.005);
  const waited = data.resources.filter((each) => Math.max(...each.queued) >= 1);
  const dashes = [[], [6, 4], [2, 3], [10, 3, 2, 3]];
  const of_resource = (each, more) => line(each.name, "--k-" + each.component, { dash: dashes[each.dash % 4], width: 1.8, ...more });
  const percentile = (name, tinted, more) => line(name, tinted, { value: (u, v) => duration(v), ...more });
  const kinds = {
    load: () => ({
      ...along, below: below(),
      axes: [seconds(), axis("per second"), ...(chosen ? [] : [axis("virtual users", { scale: "users", side: 1, grid: { show: false } })])],
      series: [{ label: "time, s" }, line("requests answered", "--c1"), line("requests failed", "--c2"),
               ...(chosen ? [] : [line("iterations completed", "--c3"), line("iterations dropped", "--c4"),
                                  line("virtual users", "--c8", { scale: "users", dash: [6, 4] })])],
      hooks: { ...behind(), draw: [upright(data.filled?.time_s, data.filled?.text)] },
      data: [time(), shown().requests_per_s, shown().failures_per_s,
             ...(chosen ? [] : [data.iterations_per_s, data.dropped_per_s, data.vus])] }),
    percentiles: () => ({
      ...along, below: below(),
      scales: { y: { distr: 3 } },
      axes: [seconds(), logarithmic("response time", duration, 72)],
      series: [{ label: "time, s" }, percentile("slowest", "--c8", { width: 0, points: { show: true, size: 3 } }),
               percentile("p99", "--c2"), percentile("p95", "--c5"), percentile("p50", "--c1")],
      hooks: { ...behind(), draw: [promise(data.slo)] },
      data: [time(), ...["max_ms", "p99_ms", "p95_ms", "p50_ms"].map((name) => positive(shown()[name]))] }),
    curve: () => ({
      scales: { x: { time: false, range: (u, low, high) => [low < high / 8 ? 0 : low, high] }, y: { distr: 3 } },
      axes: [axis("virtual users, as the test raised them", { size: 48 }), logarithmic("response time", duration, 72),
             axis("requests per second", { scale: "rate", side: 1, grid: { show: false } })],
      series: [{ label: "users", value: (u, v) => number(v) }, percentile("p99", "--c2"), percentile("p95", "--c5"),
               percentile("p50", "--c1", { width: 2.2 }), line("requests/s", "--c3", { scale: "rate", width: 2.2, dash: [8, 4] })],
      hooks: { draw: [promise(data.slo), upright(data.filled?.vus || null, data.filled?.text)] },
      data: [shown().curve[0], shown().curve[3], shown().curve[2], shown().curve[1], shown().curve[4]] }),
    heat: () => {
      const base = 0.01, height = (ms) => ms > 0 ? 4 * Math.log2(ms / base) : null;
      const { heat } = shown();
      let most = 1, low = Infinity, high = -Infinity;
      for (let i = 0; i < heat.length; i += 3) {
        most = Math.max(most, heat[i + 2]);
        low = Math.min(low, heat[i + 1]);
        high = Math.max(high, heat[i + 1] + 1);
      }
      const cells = (u) => {
        const { left, top, width, height: tall } = u.bbox;
        u.ctx.save();
        u.ctx.beginPath();
        u.ctx.rect(left, top, width, tall);
        u.ctx.clip();
        for (let i = 0; i < heat.length; i += 3) {
          const from = u.valToPos(heat[i] * data.heat_s, "x", true), to = u.valToPos((heat[i] + 1) * data.heat_s, "x", true);
          const upper = u.valToPos(heat[i + 1] + 1, "y", true), lower = u.valToPos(heat[i + 1], "y", true);
          u.ctx.fillStyle = tint(Math.log(heat[i + 2]) / Math.max(1, Math.log(most)));
          u.ctx.fillRect(Math.floor(from), Math.floor(upper), Math.ceil(to - from), Math.ceil(lower - upper));
        }
        u.ctx.restore();
      };
      const splits = () => [...Array(9)].map((none, power) => height(10 ** (power - 2))).filter((at) => at >= low - 1 && at <= high + 1);
      const scale = document.createElement("p");
      scale.className = "scale";
      const bar = document.createElement("canvas");
      bar.width = 64;
      bar.height = 1;
      for (let x = 0; x < 64; ++x) {
        bar.getContext("2d").fillStyle = tint(x / 63);
        bar.getContext("2d").fillRect(x, 0, 1, 1);
      }
      bar.setAttribute("role", "img");
      bar.setAttribute("aria-label", "colours from few to many requests");
      scale.append("1", bar, number(most) + " requests in " + number(data.heat_s) + " s");
      return {
        ...along, below: scale,
        scales: { y: { range: [low - 0.5, high + 1] } },
        axes: [seconds(), axis("response time", { size: 72, splits, values: (u, at) => at.map((v) => duration(base * 2 ** (v / 4))) })],
        series: [{ label: "time, s" },
                 line("p95", "--c2", { value: (u, v) => v == null ? "" : duration(base * 2 ** (v / 4)) }),
                 line("p50", "--c6", { value: (u, v) => v == null ? "" : duration(base * 2 ** (v / 4)) })],
        hooks: { drawClear: [cells], drawAxes: [shades(data.timeline)] },
        data: [time(), shown().p95_ms.map(height), shown().p50_ms.map(height)] };
    },
    spectrum: () => {
      const [ms, requests] = shown().spectrum;
      const all = requests.reduce((sum, each) => sum + each, 0);
      let slower = all;
      const rarity = requests.map((each) => { slower -= each; return Math.log10(all / Math.max(slower, 0.5)); });
      const names = { 0: "all", [Math.log10(2)]: "p50", 1: "p90", 2: "p99", 3: "p99.9", 4: "p99.99", 5: "p99.999", 6: "p99.9999" };
      return {
        scales: { x: { time: false, range: [0, Math.max(1, Math.ceil(rarity.at(-1)))] }, y: { distr: 3 } },
        axes: [axis("percentile: each step to the right ten times rarer", { size: 48, splits: (u) => Object.keys(names).map(Number).sort((a, b) => a - b).filter((at) => at <= u.scales.x.max),
                                               values: (u, at) => at.map((v) => names[v] ?? "") }),
               logarithmic("response time", duration, 72)],
        series: [{ label: "percentile", value: (u, v) => v == null ? "" : +(100 * (1 - 10 ** -v)).toPrecision(6) + " %" },
                 percentile("response time", "--c1", { width: 2.5 })],
        hooks: { draw: [promise(data.slo)] },
        data: [rarity, ms] };
    },
    utilisation: () => ({
      ...along, below: below(),
      title: "Utilisation", scales: { y: { range: (u, low, high) => [0, Math.max(105, high)] } },
      axes: [seconds(), axis("busy, %")],
      series: [{ label: "time, s" }, ...busy.map((each) => of_resource(each))],
      hooks: behind(),
      data: [data.time_s, ...busy.map((each) => each.utilisation.map((share) => 100 * share))] }),
    queues: () => ({
      ...along, below: below(),
      title: "Waiting", scales: { y: { distr: 3 } },
      axes: [seconds(), logarithmic("waiting", (v) => v < 1 ? "" : number(v), 64)],
      series: [{ label: "time, s" }, ...waited.map((each) =>
        of_resource(each, { value: (u, v) => v == null ? "" : v < 1 ? "none" : number(v) }))],
      hooks: behind(),
      data: [data.time_s, ...waited.map((each) => each.queued.map((length) => Math.max(length, 0.5)))] }),
  };
  const wanted = { queues: () => waited.length > 0, utilisation: () => busy.length > 0, heat: () => shown().heat.length > 0,
                   spectrum: () => shown().spectrum[0].length > 0, curve: () => shown().curve.length > 0 };

  /** A row for each resource: how busy it was all along, as colours. */
  const drawStrips = (place) => {
    const table = document.createElement("table");
    table.className = "strips chart";
    table.createTHead().innerHTML = "<tr><th scope=col>resource</th><th scope=col>busy, over the test</th>"
      + "<th scope=col>mean</th><th scope=col>most</th><th scope=col>longest queue</th></tr>";
    const body = table.createTBody();
    for (const each of data.resources.filter((one) => busy.includes(one) || waited.includes(one))) {
      const row = body.insertRow();
      const head = document.createElement("th");
      head.scope = "row";
      head.textContent = each.name;
      const canvas = document.createElement("canvas");
      canvas.width = each.utilisation.length;
      canvas.height = 1;
      const context = canvas.getContext("2d");
      each.utilisation.forEach((share, x) => {
        context.fillStyle = share < 0.002 ? colour("--panel") : tint(Math.min(1, share));
        context.fillRect(x, 0, 1, 1);
      });
      const mean = each.utilisation.reduce((sum, share) => sum + share, 0) / each.utilisation.length;
      canvas.setAttribute("role", "img");
      canvas.setAttribute("aria-label", each.name + " busy over time, " + Math.round(100 * mean) + " % on average");
      row.append(head);
      row.insertCell().append(canvas);
      for (const text of [Math.round(100 * mean) + " %", Math.round(100 * Math.max(...each.utilisation)) + " %",
                          number(Math.max(...each.queued))])
        row.insertCell().textContent = text;
    }
    place.classList.add("charted");
    place.insertBefore(table, place.querySelector(".picture"));
  };

  /** Charts of the open section that are not there yet: one that is hidden has no width to draw in. */
  function draw() {
    if (!onsale.able) return;
    for (const place of document.querySelectorAll("section:not([hidden]) [data-chart]")) {
      const kind = place.dataset.chart;
      if (place.querySelector(".chart")) continue;
      if (kind === "strips") drawStrips(place);
      else if (wanted[kind]?.() ?? true) onsale.put(place, kinds[kind]());
      else if (place.querySelector("h3")) place.hidden = chosen !== null;
    }
  }
  function redraw() {
    onsale.forget();
    document.querySelectorAll(".strips").forEach((each) => each.remove());
    document.querySelectorAll("figure[hidden]").forEach((each) => { each.hidden = false; });
    draw();
  }
  matchMedia("(prefers-color-scheme: dark)").addEventListener("change", redraw);

  setUpTabs();
  setUpFilter();
  open(links.find((link) => link.hash === location.hash) ?? links[0], false);
  if (location.hash) addEventListener("load", () => setTimeout(() => scrollTo(0, 0)));
})();
