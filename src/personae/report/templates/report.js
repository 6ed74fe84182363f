"use strict";
// Printing opens everything that is folded away, and folds it again.
(() => {
  let opened = [];
  addEventListener("beforeprint", () => {
    opened = [...document.querySelectorAll("details:not([open])")];
    for (const fold of opened) fold.open = true;
  });
  addEventListener("afterprint", () => {
    for (const fold of opened) fold.open = false;
  });
})();

// The map to turn: points in a unit box, turned by two angles, drawn from back to front.
(() => {
  const source = document.getElementById("map3d-points");
  const canvas = document.getElementById("map3d");
  const context = canvas && canvas.getContext("2d");
  if (!source || !context) return; // the static view stays
  const data = JSON.parse(source.textContent);
  const unit = (value) => value / (data.steps - 1) - 0.5;
  const points = data.segment.map((segment, i) => ({
    segment, at: [unit(data.x[i]), unit(data.y[i]), unit(data.z[i])],
  }));
  const centers = data.centers.map((at, i) => ({ segment: data.numbers[i], at: at.map(unit) }));
  const half = ["x", "y", "z"].map((axis) => Math.max(0.02, ...data[axis].map((value) => Math.abs(unit(value)))));
  const radius = Math.hypot(...half);
  const corners = [0, 1, 2, 3, 4, 5, 6, 7].map((n) => half.map((reach, axis) => ((n >> axis) & 1 ? reach : -reach)));
  const edges = corners.flatMap((_, a) => [1, 2, 4].filter((bit) => !(a & bit)).map((bit) => [a, a | bit]));
  const axisEnds = half.map((_, axis) => half.map((reach, other) => (other === axis ? reach + 0.06 : -reach)));
  const buttons = [...document.querySelectorAll(".buttons button[data-segment]")];
  const marks = new Map(buttons.map((button) => [
    Number(button.dataset.segment),
    { path: new Path2D(button.querySelector("path").getAttribute("d")), variable: button.dataset.color },
  ]));
  const still = matchMedia("(prefers-reduced-motion: reduce)");
  let azimuth = -34, elevation = 22, chosen = 0, size = [0, 0], queued = false, colors = {};

  for (const part of document.querySelectorAll("#chart-map3d .js-only")) part.hidden = false;
  document.querySelector("#chart-map3d .static3d").hidden = true;

  function readColors() {
    const style = getComputedStyle(document.documentElement);
    const read = (name) => style.getPropertyValue(name).trim();
    colors = { ink: read("--ink"), muted: read("--muted"), line: read("--line"), on: read("--on"), paper: read("--paper") };
    for (const [segment, mark] of marks) colors[segment] = read(mark.variable);
  }

  function turned([x, y, z]) {
    const a = (azimuth * Math.PI) / 180, e = (elevation * Math.PI) / 180;
    const depth = z * Math.cos(a) - x * Math.sin(a);
    const across = x * Math.cos(a) + z * Math.sin(a);
    const up = y * Math.cos(e) + depth * Math.sin(e);
    const near = y * Math.sin(e) - depth * Math.cos(e);
    const scale = (Math.min(size[0] * 0.94, size[1]) * 0.5) / radius;
    return [size[0] / 2 + across * scale, size[1] / 2 - up * scale, near];
  }

  function draw() {
    queued = false;
    const ratio = devicePixelRatio || 1;
    size = [canvas.clientWidth, canvas.clientHeight];
    if (!size[0]) return;
    if (canvas.width !== Math.round(size[0] * ratio) || canvas.height !== Math.round(size[1] * ratio)) {
      canvas.width = Math.round(size[0] * ratio);
      canvas.height = Math.round(size[1] * ratio);
    }
    context.setTransform(ratio, 0, 0, ratio, 0, 0);
    context.clearRect(0, 0, size[0], size[1]);
    drawBox();
    drawPoints(ratio);
    drawNumbers();
    canvas.dataset.drawn = String(points.length);
  }

  function drawBox() {
    context.strokeStyle = colors.line;
    context.lineWidth = 1;
    context.beginPath();
    for (const [from, to] of edges) {
      const [x0, y0] = turned(corners[from]), [x1, y1] = turned(corners[to]);
      context.moveTo(x0, y0);
      context.lineTo(x1, y1);
    }
    context.stroke();
    context.fillStyle = colors.muted;
    context.font = "12px system-ui, sans-serif";
    context.textAlign = "center";
    context.textBaseline = "middle";
    axisEnds.forEach((end, axis) => {
      const [x, y] = turned(end);
      context.fillText(`axis ${axis + 1}`, x, y);
    });
  }

  function drawPoints(ratio) {
    const base = points.length > 2000 ? 4.2 : points.length > 600 ? 5.5 : 7.5;
    const seen = points.map((point) => [turned(point.at), point.segment]);
    seen.sort((first, second) => first[0][2] - second[0][2]);
    context.strokeStyle = colors.paper;
    context.lineWidth = 1;
    for (const [[x, y, near], segment] of seen) {
      const faded = chosen && chosen !== segment;
      const scale = (base * (1 + (0.25 * near) / radius)) / 16;
      context.globalAlpha = faded ? 0.1 : 0.68 + (0.25 * near) / radius;
      context.setTransform(ratio * scale, 0, 0, ratio * scale, ratio * (x - 8 * scale), ratio * (y - 8 * scale));
      context.fillStyle = colors[segment];
      context.fill(marks.get(segment).path);
      if (!faded) context.stroke(marks.get(segment).path);
    }
    context.setTransform(ratio, 0, 0, ratio, 0, 0);
    context.globalAlpha = 1;
  }

  function drawNumbers() {
    context.font = "bold 13px system-ui, sans-serif";
    for (const { segment, at } of centers) {
      if (chosen && chosen !== segment) continue;
      const [x, y] = turned(at);
      context.beginPath();
      // a tile where the colours repeat
      if (segment > 8) context.rect(x - 11, y - 10, 22, 20);
      else context.arc(x, y, 11, 0, 2 * Math.PI);
      context.fillStyle = colors[segment];
      context.fill();
      context.strokeStyle = colors.paper;
      context.lineWidth = 1.5;
      context.stroke();
      context.fillStyle = colors.on;
      context.fillText(String(segment), x, y + 0.5);
    }
  }

  function redraw() {
    if (!queued) requestAnimationFrame(draw);
    queued = true;
  }

  function turn(byAzimuth, byElevation) {
    azimuth += byAzimuth;
    elevation = Math.max(-85, Math.min(85, elevation + byElevation));
    redraw();
  }

  let held = null;
  canvas.addEventListener("pointerdown", (event) => {
    held = [event.clientX, event.clientY];
    canvas.setPointerCapture(event.pointerId);
  });
  canvas.addEventListener("pointermove", (event) => {
    if (!held) return;
    turn((event.clientX - held[0]) * -0.5, (event.clientY - held[1]) * 0.4);
    held = [event.clientX, event.clientY];
  });
  for (const end of ["pointerup", "pointercancel"]) canvas.addEventListener(end, () => { held = null; });

  const steps = { ArrowLeft: [6, 0], ArrowRight: [-6, 0], ArrowUp: [0, -6], ArrowDown: [0, 6] };
  canvas.addEventListener("keydown", (event) => {
    if (!steps[event.key]) return;
    event.preventDefault();
    turn(...steps[event.key]);
  });
  for (const button of buttons) {
    button.addEventListener("click", () => {
      const segment = Number(button.dataset.segment);
      chosen = chosen === segment ? 0 : segment;
      for (const other of buttons) other.setAttribute("aria-pressed", String(Number(other.dataset.segment) === chosen));
      redraw();
    });
  }

  // A short turn when the map is first seen says that it can be turned; none for those who mind.
  let greeted = still.matches;
  function greet() {
    if (greeted) return;
    greeted = true;
    const start = performance.now();
    const frame = (now) => {
      const left = 1 - Math.min(1, (now - start) / 1200);
      azimuth = -34 - 40 * left ** 3;
      draw();
      if (left > 0 && !held) requestAnimationFrame(frame);
    };
    requestAnimationFrame(frame);
  }
  new ResizeObserver(() => { redraw(); if (canvas.clientWidth) greet(); }).observe(canvas);
  matchMedia("(prefers-color-scheme: dark)").addEventListener("change", () => { readColors(); redraw(); });
  readColors();
  redraw();
})();
