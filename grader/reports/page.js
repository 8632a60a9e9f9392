"use strict";
(() => {
  const { texts, timelines } = JSON.parse(document.getElementById("timelines").textContent);
  const SLOT = 16, GAP = 26, LANE = 28, TOP = 28, SVG = "http://www.w3.org/2000/svg";
  const PHRASES = { created: "created by", "cancel-requested": "is to be cancelled by",
    suspended: "waits for", failed: "failed with" };
  const ENDS = new Set(["done", "failed", "cancelled"]);

  const make = (name, attributes = {}, ...children) => {
    const element = document.createElement(name);
    for (const [key, value] of Object.entries(attributes)) element.setAttribute(key, value);
    element.append(...children);
    return element;
  };
  const draw = (parent, name, attributes) => {
    const element = document.createElementNS(SVG, name);
    for (const [key, value] of Object.entries(attributes)) element.setAttribute(key, value);
    parent.append(element);
    return element;
  };
  const rowsOf = (number) => timelines[number].map(([time, task, event, detail, line, lane]) =>
    ({ time, task: texts[task], event: texts[event], detail: texts[detail], line, lane }));
  const told = (row) => row.event === "left-out" ? row.detail :
    `${+row.time.toFixed(6)} s: ${[row.task, PHRASES[row.event] ?? row.event, row.detail]
      .filter(Boolean).join(" ")}${row.line ? `, line ${row.line}` : ""}`;

  // Where each row is drawn: instants are bands, as wide as what happens in them, in its order. Those of
  // the timeline above have bands here, too, and no narrower ones, as long as something follows.
  const place = (rows, zoom, above) => {
    const last = rows.length ? rows[rows.length - 1].time : 0, sizes = new Map(), begins = new Map();
    for (const each of [above, rows]) {
      const own = new Map();
      for (const { time } of each) own.set(time, (own.get(time) ?? 0) + 1);
      for (const [time, size] of own)
        if (time <= last) sizes.set(time, Math.max(size, sizes.get(time) ?? 0));
    }
    let x = GAP * zoom / 2;
    const instants = [...sizes.keys()].sort((a, b) => a - b).map((time) => {
      const begin = x;
      begins.set(time, begin);
      x += (SLOT * sizes.get(time) + GAP) * zoom;
      return { time, x: begin };
    });
    const places = rows.map(({ time }) => {
      const begin = begins.get(time);
      begins.set(time, begin + SLOT * zoom);
      return begin + SLOT * zoom / 2;
    });
    return { instants, places, width: x };
  };

  const lanesOf = (rows) => {
    const lanes = new Map();
    for (const row of rows) {
      if (row.event === "left-out") continue;
      if (!lanes.has(row.lane)) lanes.set(row.lane, { number: lanes.size, name: row.task });
      lanes.get(row.lane).name = row.task;
    }
    return lanes;
  };

  // `pair` tells those that share a scale of its changes: a timeline, and what was promised below it.
  const chart = (box, above, pair) => {
    const rows = rowsOf(box.dataset.timeline), title = box.dataset.title, lanes = lanesOf(rows);
    const names = make("div", { class: "names", "aria-hidden": "true" });
    for (const lane of lanes.values()) names.append(make("div", { title: lane.name }, lane.name));
    const scroll = make("div", { class: "scroll", tabindex: "0", role: "application",
      "aria-label": `Timeline of ${title}: ${lanes.size} tasks, ${rows.length} events. ` +
        "Arrow keys go from event to event, plus and minus zoom." });
    const live = make("p", { class: "told", "aria-live": "polite" },
      "Point at something, or use the arrow keys.");
    let zoom = 1, chosen = -1, places = [], mark = null;

    const say = (text) => { live.textContent = text; };
    const choose = (number) => {
      chosen = Math.max(0, Math.min(rows.length - 1, number));
      const row = rows[chosen], y = TOP + LANE / 2 + LANE * (lanes.get(row.lane)?.number ?? 0);
      mark?.setAttribute("transform", `translate(${places[chosen]} ${y})`);
      mark?.setAttribute("visibility", "visible");
      scroll.scrollLeft = places[chosen] - scroll.clientWidth / 2;
      say(told(row));
    };

    const render = () => {
      const { instants, places: at, width } = place(rows, zoom, above);
      places = at;
      const height = TOP + LANE * lanes.size + 6;
      const svg = document.createElementNS(SVG, "svg");
      for (const [key, value] of Object.entries({ width, height, role: "img",
        "aria-label": `What ${lanes.size} tasks did` })) svg.setAttribute(key, value);
      const heads = draw(svg, "defs", {});
      for (const kind of ["make", "cancel"]) {
        const head = draw(heads, "marker", { id: `${kind}-${box.dataset.timeline}`, refX: 6, refY: 3,
          markerWidth: 7, markerHeight: 6, orient: "auto" });
        draw(head, "path", { d: "M0,0 L6,3 L0,6", class: `arrow ${kind}` });
      }
      for (const instant of instants) {
        draw(svg, "line", { class: "instant", x1: instant.x - GAP * zoom / 4, y1: 18,
          x2: instant.x - GAP * zoom / 4, y2: height });
        draw(svg, "text", { x: instant.x, y: 14 }).textContent = `${+instant.time.toFixed(6)} s`;
      }
      const middle = (lane) => TOP + LANE / 2 + LANE * (lanes.get(lane)?.number ?? 0);
      const byName = new Map(), open = new Map(), held = new Map();
      const piece = (kind, from, to, y, what) => {
        draw(svg, "line", { class: kind, x1: from, y1: y, x2: Math.max(to, from + 1), y2: y });
        const hit = draw(svg, "rect", { class: "hit", x: from, y: y - (kind === "hold" ? 3 : 10),
          width: Math.max(to - from, 6), height: kind === "hold" ? 6 : 16 });
        draw(hit, "title", {}).textContent = what;
        hit.addEventListener("pointerenter", () => say(what));
      };
      const arrow = (kind, x, from, to) => {
        if (from === undefined || from === to) return;
        draw(svg, "path", { class: `arrow ${kind}`, d: `M${x},${from} L${x},${to > from ? to - 6 : to + 6}`,
          "marker-end": `url(#${kind}-${box.dataset.timeline})` });
      };
      rows.forEach((row, n) => {
        if (row.event === "left-out") return;
        const x = places[n], y = middle(row.lane), before = open.get(row.lane);
        if (row.event === "created") {
          arrow("make", x, byName.get(row.detail.split(", to run ")[0]), y);
          open.set(row.lane, { kind: "new", x, what: told(row) });
        } else if (row.event === "cancel-requested") {
          arrow("cancel", x, byName.get(row.detail), y);
        } else if (["started", "resumed", "suspended"].includes(row.event) || ENDS.has(row.event)) {
          if (before) piece(before.kind, before.x, x, y, before.what);
          open.delete(row.lane);
          if (row.event === "suspended") open.set(row.lane, { kind: "wait", x, what: told(row) });
          else if (!ENDS.has(row.event)) open.set(row.lane, { kind: "run", x, what: told(row) });
        } else if (row.event === "acquired") {
          const stack = held.get(row.lane) ?? [];
          held.set(row.lane, [...stack, { x, detail: row.detail }]);
        } else if (row.event === "released") {
          const stack = held.get(row.lane) ?? [];
          const index = stack.findLastIndex((each) => each.detail === row.detail);
          if (index >= 0) {
            const [one] = stack.splice(index, 1);
            piece("hold", one.x, x, y + 9, `${row.task} holds ${one.detail}`);
          }
        }
        byName.set(row.task, y);
      });
      const end = width - GAP * zoom / 2;
      for (const [lane, one] of open) piece(one.kind, one.x, end, middle(lane), one.what);
      for (const [lane, stack] of held)
        for (const one of stack) piece("hold", one.x, end, middle(lane) + 9, `holds ${one.detail}`);
      rows.forEach((row, n) => {
        if (!ENDS.has(row.event)) return;
        const spot = draw(svg, "circle", { class: `end ${row.event}`, cx: places[n],
          cy: middle(row.lane), r: 6 });
        draw(spot, "title", {}).textContent = told(row);
        spot.addEventListener("pointerenter", () => say(told(row)));
      });
      mark = draw(svg, "circle", { class: "chosen", r: 9, visibility: "hidden" });
      scroll.replaceChildren(svg);
      if (chosen >= 0) choose(chosen);
    };

    pair.push({ names, zoomTo: (wanted) => { zoom = wanted; render(); } });
    const zoomBy = (factor) => {
      const wanted = Math.max(0.25, Math.min(8, zoom * factor));
      for (const each of pair) each.zoomTo(wanted);
    };
    const fit = () => {
      zoom = 1;
      const { width } = place(rows, 1, above);
      zoomBy((scroll.clientWidth - 2) / width);
    };
    const button = (text, label, act) => {
      const one = make("button", { type: "button", "aria-label": `${label}: ${title}` }, text);
      one.addEventListener("click", act);
      return one;
    };
    scroll.addEventListener("keydown", (event) => {
      const by = { ArrowRight: 1, ArrowLeft: -1 }[event.key];
      if (by) choose(chosen + by);
      else if (event.key === "Home") choose(0);
      else if (event.key === "End") choose(rows.length - 1);
      else if (event.key === "+" || event.key === "=") zoomBy(1.5);
      else if (event.key === "-") zoomBy(1 / 1.5);
      else return;
      event.preventDefault();
    });
    scroll.addEventListener("wheel", (event) => {
      if (!event.ctrlKey) return;
      event.preventDefault();
      zoomBy(event.deltaY < 0 ? 1.2 : 1 / 1.2);
    }, { passive: false });

    box.append(
      make("div", { class: "tools" },
        button("+", "zoom in", () => zoomBy(1.5)), button("−", "zoom out", () => zoomBy(1 / 1.5)),
        button("fit", "fit the width", fit),
        button("save for Perfetto", "save the trace", () => save(title, rows)),
        make("span", { class: "key" }, ...["▬ runs", "─ waits", "┄ not started yet", "▂ holds a lock",
          "↓ created or cancelled by", "● ended"].map((text) => make("span", {}, text)))),
      make("div", { class: "chart" }, names, scroll), live);
    render();
  };

  // The Chrome trace event format, which https://ui.perfetto.dev opens.
  const save = (title, rows) => {
    const events = [], waits = new Map(), seen = new Set();
    let last = -1;
    for (const row of rows) {
      if (row.event === "left-out") continue;
      const ts = last = Math.max(last + 1, Math.round(row.time * 1e6));
      const base = { pid: 1, tid: row.lane + 1, ts };
      if (!seen.has(row.lane)) {
        seen.add(row.lane);
        events.push({ ...base, ph: "M", ts: 0, name: "thread_name", args: { name: row.task } });
      }
      if (row.event === "suspended") waits.set(row.lane, { ts, name: row.detail || "waits" });
      else if (row.event === "resumed" && waits.has(row.lane)) {
        const wait = waits.get(row.lane);
        events.push({ ...base, ph: "X", ts: wait.ts, dur: ts - wait.ts, name: wait.name, cat: "wait" });
        waits.delete(row.lane);
      }
      events.push({ ...base, ph: "i", s: "t", name: told(row) });
    }
    const url = URL.createObjectURL(new Blob([JSON.stringify({ displayTimeUnit: "ms",
      traceEvents: events })], { type: "application/json" }));
    const link = make("a", { href: url, download: `${title}.json` });
    link.click();
    setTimeout(() => URL.revokeObjectURL(url), 1000);
  };

  const fill = (exercise) => {
    if (exercise.dataset.filled) return;
    exercise.dataset.filled = "yes";
    let pair = [];
    for (const box of exercise.querySelectorAll(".timeline")) {
      const steps = box.nextElementSibling.querySelector("ol"), { timeline, beside } = box.dataset;
      steps.append(...rowsOf(timeline).map((row) => make("li", {}, told(row))));
      if (!beside) pair = [];
      chart(box, beside ? rowsOf(beside) : [], pair);
      const wide = Math.max(...pair.map((each) => each.names.offsetWidth));
      for (const each of pair) each.names.style.minWidth = `${wide}px`;
    }
  };
  const exercises = [...document.querySelectorAll("details.exercise")];
  for (const exercise of exercises)
    exercise.addEventListener("toggle", () => { if (exercise.open) fill(exercise); });
  const show = (wanted) => { for (const each of exercises) each.open = wanted(each); };
  document.getElementById("open-all").addEventListener("click", () => show(() => true));
  document.getElementById("close-all").addEventListener("click", () => show(() => false));
  document.getElementById("open-failed").addEventListener("click",
    () => show((each) => each.classList.contains("bad")));
  const openUp = (exercise) => { exercise.open = true; fill(exercise); };
  const jump = () => {
    const target = document.getElementById(location.hash.slice(1));
    if (target?.matches("details.exercise")) openUp(target);
  };
  addEventListener("hashchange", jump);
  jump();
  if (!location.hash) {
    const first = exercises.find((each) => each.classList.contains("bad"));
    if (first) openUp(first);
  }
  addEventListener("beforeprint",
    () => exercises.filter((each) => each.classList.contains("bad")).forEach(openUp));
})();
