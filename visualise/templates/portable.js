// Draws what pyvis cannot (letters, rings, words on lines), and lets keyboard and table reach the chart.
// Every name is handed over as text: textContent and fillText only, never markup.
(function () {
  "use strict";
  var INK = "#0b0c0c", LINE = "#383f43", HALO = "#ffffff", CHOSEN = "#1d70b8";
  var FACE = 'Arial, "Noto Sans", sans-serif';
  var WORDS = "bold 11px " + FACE, DATES = "11px " + FACE, NAMES = "bold 12px " + FACE, MAIN = "bold 14px " + FACE;
  var box = document.getElementById("mynetwork");
  var words = document.getElementById("words");
  var find = document.getElementById("find");
  var told = document.getElementById("told");
  var held = {}, directed = {};
  var corners = box.dataset.tray ? box.dataset.tray.split(" ").map(Number) : null;

  function polygon(ctx, x, y, radius, corners, turn) {
    for (var i = 0; i < corners; i += 1) {
      var angle = (turn + (360 * i) / corners) * Math.PI / 180;
      ctx[i ? "lineTo" : "moveTo"](x + radius * Math.cos(angle), y + radius * Math.sin(angle));
    }
    ctx.closePath();
  }

  function rounded(ctx, x, y, side, corner) {
    var left = x - side / 2, top = y - side / 2;
    ctx.moveTo(left + corner, top);
    ctx.arcTo(left + side, top, left + side, top + side, corner);
    ctx.arcTo(left + side, top + side, left, top + side, corner);
    ctx.arcTo(left, top + side, left, top, corner);
    ctx.arcTo(left, top, left + side, top, corner);
    ctx.closePath();
  }

  function outline(ctx, kind, x, y, r) {
    ctx.beginPath();
    if (kind === "square") { ctx.rect(x - r * 0.9, y - r * 0.9, r * 1.8, r * 1.8); }
    else if (kind === "rounded") { rounded(ctx, x, y, r * 1.8, r * 0.5); }
    else if (kind === "diamond") { polygon(ctx, x, y, r * 1.2, 4, 0); }
    else if (kind === "hexagon") { polygon(ctx, x, y, r * 1.05, 6, 30); }
    else if (kind === "triangle") { polygon(ctx, x, y, r * 1.2, 3, -90); }
    else { ctx.arc(x, y, kind === "small circle" ? r * 0.78 : r, 0, 2 * Math.PI); }
  }

  // Signs heaped on one letter stay within their line: they would hide whatever stands above it.
  function write(ctx, text, x, y, font) {
    ctx.save();
    ctx.beginPath();
    ctx.rect(x - 600, y - 11, 1200, 22);
    ctx.clip();
    ctx.font = font;
    ctx.textAlign = "center";
    ctx.textBaseline = "middle";
    ctx.lineJoin = "round";
    ctx.lineWidth = 4;
    ctx.strokeStyle = HALO;
    ctx.strokeText(isolated(text), x, y);
    ctx.fillStyle = INK;
    ctx.fillText(isolated(text), x, y);
    ctx.restore();
  }

  function ringed(ctx, node, x, y, r) {
    if (!node.rings.length) { return; }
    ctx.beginPath();
    ctx.arc(x, y, reachOf(node), 0, 2 * Math.PI);
    ctx.fillStyle = HALO;
    ctx.fill();
    ctx.strokeStyle = INK;
    node.rings.forEach(function (ring) {
      ctx.beginPath();
      ctx.lineWidth = ring[1];
      ctx.arc(x, y, r + ring[0], 0, 2 * Math.PI);
      ctx.stroke();
    });
  }

  function reachOf(node) {
    return node.size + node.rings.reduce(function (most, ring) { return Math.max(most, ring[0] + ring[1]); }, 2);
  }

  function render(given) {
    var node = held[given.id], ctx = given.ctx, x = given.x, y = given.y, r = node.size;
    var reach = reachOf(node);
    return {
      drawNode: function () {
        ctx.save();
        ringed(ctx, node, x, y, r);
        outline(ctx, node.outline, x, y, r);
        ctx.fillStyle = node.color.background;
        ctx.fill();
        ctx.lineWidth = given.state.selected ? 4 : 1.5;
        ctx.strokeStyle = given.state.selected ? CHOSEN : INK;
        ctx.stroke();
        ctx.font = Math.round(r * 0.95) + "px " + FACE;
        ctx.textAlign = "center";
        ctx.textBaseline = "middle";
        ctx.fillStyle = INK;
        ctx.fillText(node.letter, x, y + 1);
        ctx.restore();
      },
      drawExternalLabel: function () {
        if (node.main || (network.getScale() < 0.3 && !given.state.selected)) { return; }
        ctx.save();
        node.names.forEach(function (line, i) { write(ctx, line, x, y + reach + 9 + 14 * i, NAMES); });
        ctx.restore();
      },
      nodeDimensions: { width: 2 * reach, height: 2 * reach },
    };
  }

  // What is written, in its own direction: a name that begins in Arabic runs from right to left, whatever stands beside it.
  function isolated(text) { return "\u2068" + text + "\u2069"; }

  var widths = {};
  function widest(ctx, lines, font) {
    ctx.font = font;
    return lines.reduce(function (most, line) {
      var key = font + line;
      if (widths[key] === undefined) { widths[key] = ctx.measureText(isolated(line)).width; }
      return Math.max(most, widths[key]);
    }, 0);
  }

  function linesOfCentre(node) {
    return node.names.concat(node.more ? ["+" + node.more.toLocaleString("en-GB") + " not shown"] : []);
  }

  // Where the words of a line can stand: on it, from the end that is not the centre up to short of the centre.
  function spot(ctx, edge, lines) {
    var ends = network.getPositions([edge.from, edge.to]), main = held[edge.from].main;
    var near = main ? ends[edge.from] : ends[edge.to], far = main ? ends[edge.to] : ends[edge.from];
    var dx = near.x - far.x, dy = near.y - far.y, length = Math.sqrt(dx * dx + dy * dy) || 1;
    var start = reachOf(main ? held[edge.to] : held[edge.from]), stop = length - reachOf(main ? held[edge.from] : held[edge.to]);
    return {
      x: far.x, y: far.y, ux: dx / length, uy: dy / length, start: start, stop: Math.max(start, stop),
      high: 1 + 6.5 * lines.length, wide: widest(ctx, lines, WORDS) / 2 + 1,
    };
  }

  function boxAt(at, away, aside) {
    var x = at.x + at.ux * away - at.uy * aside, y = at.y + at.uy * away + at.ux * aside;
    return { x: x, y: y, left: x - at.wide, right: x + at.wide, top: y - at.high, bottom: y + at.high, worth: 1 };
  }

  function hidden(box, taken) {
    var cost = 0;
    for (var i = 0; i < taken.length; i += 1) {
      var t = taken[i], across = Math.min(box.right, t.right) - Math.max(box.left, t.left);
      var down = across > 0 ? Math.min(box.bottom, t.bottom) - Math.max(box.top, t.top) : 0;
      if (down > 0) { cost += across * down * t.worth; }
    }
    return cost;
  }

  // What words may not hide: a sign least of all, then a name, then other words.
  function takenByNodes(ctx) {
    var taken = [], at = network.getPositions();
    Object.keys(held).forEach(function (id) {
      var node = held[id], p = at[id], reach = reachOf(node) + 1, lines = node.main ? linesOfCentre(node) : node.names;
      var half = widest(ctx, lines, node.main ? MAIN : NAMES) / 2, foot = p.y + reach + (node.main ? 18 : 16) * lines.length;
      taken.push({ left: p.x - reach, right: p.x + reach, top: p.y - reach, bottom: p.y + reach, worth: 50 });
      taken.push({ left: p.x - half, right: p.x + half, top: p.y + reach, bottom: foot, worth: 5 });
    });
    return taken;
  }

  // Along the line, or close beside it, there is usually a place that hides nothing; where there is none, the one that
  // hides least. Nearer to the end that is not the centre is better, for that is whose words they are.
  function place(ctx, edge, lines, taken) {
    var at = spot(ctx, edge, lines), steps = taken.length < 1500 ? 24 : 3, chosen = null, least = Infinity;
    [0, at.high + 3, -at.high - 3].forEach(function (aside) {
      for (var step = 0; step <= steps; step += 1) {
        var part = step / steps, cost = 30 * part + (aside ? 12 : 0);
        if (cost >= least) { break; }
        var tried = boxAt(at, at.start + (at.stop - at.start) * part, aside);
        cost += hidden(tried, taken);
        if (cost < least) { least = cost; chosen = tried; }
      }
    });
    taken.push(chosen);
    return chosen;
  }

  function onTheLine(ctx, edge, always, taken) {
    var lines = always ? edge.words : edge.badge ? [edge.badge] : [];
    if (!lines.length) { return; }
    var box = place(ctx, edge, lines, taken);
    lines.forEach(function (line, i) {
      write(ctx, line, box.x, box.y + 13 * (i - (lines.length - 1) / 2), i && i === lines.length - 1 ? DATES : WORDS);
    });
  }

  // A chosen line is drawn again on top: among two thousand others nobody would find it.
  function trace(ctx, edge) {
    var ends = network.getPositions([edge.from, edge.to]), a = ends[edge.from], b = ends[edge.to];
    var length = Math.sqrt((b.x - a.x) * (b.x - a.x) + (b.y - a.y) * (b.y - a.y)) || 1;
    var ux = (b.x - a.x) / length, uy = (b.y - a.y) / length;
    var start = reachOf(held[edge.from]), stop = length - reachOf(held[edge.to]) - (directed[edge.id] ? 8 : 0);
    ctx.save();
    ctx.beginPath();
    ctx.setLineDash(edge.dashes || []);
    ctx.lineWidth = edge.width;
    ctx.strokeStyle = CHOSEN;
    ctx.moveTo(a.x + ux * start, a.y + uy * start);
    ctx.lineTo(a.x + ux * stop, a.y + uy * stop);
    ctx.stroke();
    ctx.restore();
  }

  // An arrow head stands at the end it points to, or just before the name there: under a name nobody would see it.
  function arrowHead(ctx, edge, chosen, taken, crowded) {
    var ends = network.getPositions([edge.from, edge.to]), a = ends[edge.from], b = ends[edge.to];
    var dx = b.x - a.x, dy = b.y - a.y, length = Math.sqrt(dx * dx + dy * dy) || 1, ux = dx / length, uy = dy / length;
    var size = 8 + 1.2 * edge.width, back = reachOf(held[edge.to]) + 2, box;
    for (var tried = back; tried < length * 0.6; tried += 3) {
      var x = b.x - ux * (tried + size / 2), y = b.y - uy * (tried + size / 2), half = size / 2;
      box = { left: x - half, right: x + half, top: y - half, bottom: y + half, worth: 20 };
      if (crowded || !hidden(box, taken)) { back = tried; break; }
    }
    var tipX = b.x - ux * back, tipY = b.y - uy * back, wide = size * 0.42;
    ctx.save();
    ctx.globalAlpha = chosen ? 1 : edge.color.opacity;
    ctx.fillStyle = chosen ? CHOSEN : LINE;
    ctx.beginPath();
    ctx.moveTo(tipX, tipY);
    ctx.lineTo(tipX - ux * size - uy * wide, tipY - uy * size + ux * wide);
    ctx.lineTo(tipX - ux * size + uy * wide, tipY - uy * size - ux * wide);
    ctx.closePath();
    ctx.fill();
    ctx.restore();
    return box;
  }

  // Heads of arrows come before words, which make room for them; where there are many, each stands at its end.
  function arrows(ctx, all, chosen, taken) {
    var crowded = all.length > 60;
    var drawn = all.filter(function (edge) { return directed[edge.id]; }).map(function (edge) {
      return arrowHead(ctx, edge, chosen.indexOf(edge.id) >= 0, taken, crowded);
    });
    if (!crowded) { drawn.forEach(function (box) { if (box) { taken.push(box); } }); }
  }

  function nameOfCentre(ctx) {
    var node = nodes.get().filter(function (n) { return n.main; })[0], at = network.getPosition(node.id);
    linesOfCentre(node).forEach(function (line, i) { write(ctx, line, at.x, at.y + reachOf(node) + 10 + 16 * i, MAIN); });
  }

  function wordsOnLines(ctx) {
    var chosen = network.getSelectedEdges(), scale = network.getScale(), taken = takenByNodes(ctx);
    var all = edges.get();
    ctx.save();
    all.forEach(function (edge) { if (chosen.length < 60 && chosen.indexOf(edge.id) >= 0) { trace(ctx, edge); } });
    arrows(ctx, all, chosen, taken);
    all.forEach(function (edge) {
      var always = chosen.indexOf(edge.id) >= 0;
      if (always || scale >= 0.3) { onTheLine(ctx, edge, always || words.checked, taken); }
    });
    nameOfCentre(ctx);
    ctx.restore();
  }

  // Everything in sight, the frame with its heading and the names at the rim as well.
  function whole() {
    var at = network.getPositions(), xs = [], ys = [];
    network.fit({ animation: false });
    if (!corners) { return; }
    Object.keys(at).forEach(function (id) { xs.push(at[id].x - 80, at[id].x + 80); ys.push(at[id].y - 40, at[id].y + 60); });
    xs.push(corners[0] - 10, corners[2] + 10);
    ys.push(corners[1] - 20, corners[3] + 10);
    var left = Math.min.apply(null, xs), right = Math.max.apply(null, xs), top = Math.min.apply(null, ys), foot = Math.max.apply(null, ys);
    var scale = Math.min(1.2, box.clientWidth / (right - left), box.clientHeight / (foot - top));
    network.moveTo({ position: { x: (left + right) / 2, y: (top + foot) / 2 }, scale: scale, animation: false });
  }

  function frame(ctx) {
    if (!corners) { return; }
    ctx.save();
    ctx.fillStyle = "#f3f2f1";
    ctx.strokeStyle = "#b1b4b6";
    ctx.lineWidth = 1;
    ctx.fillRect(corners[0], corners[1], corners[2] - corners[0], corners[3] - corners[1]);
    ctx.strokeRect(corners[0], corners[1], corners[2] - corners[0], corners[3] - corners[1]);
    write(ctx, "Undated", (corners[0] + corners[2]) / 2, corners[1] + 2, MAIN);
    ctx.restore();
  }

  function element(name, text) {
    var made = document.createElement(name);
    made.textContent = text;
    return made;
  }

  function sentence(edge) {
    return isolated(held[edge.from].name) + " " + edge.said + " " + isolated(held[edge.to].name) + "; " + edge.rest;
  }

  function tell(id) {
    told.textContent = "";
    document.querySelectorAll("tr.group").forEach(function (row) {
      row.classList.toggle("chosen", Boolean(id) && row.dataset.ends.split(" ").indexOf(id) >= 0);
    });
    if (!id) { return; }
    told.appendChild(element("strong", held[id].hover));
    var list = document.createElement("ul");
    var joined = network.getConnectedEdges(id).map(function (e) { return edges.get(e); });
    joined.slice(0, 12).forEach(function (edge) {
      list.appendChild(element("li", sentence(edge)));
    });
    if (joined.length > 12) { list.appendChild(element("li", "and " + (joined.length - 12) + " more, in the table below")); }
    told.appendChild(list);
  }

  function choose(id) {
    network.selectNodes(id ? [id] : []);
    if (id) { network.focus(id, { scale: Math.max(network.getScale(), 0.9), animation: false }); }
    find.value = id || "";
    tell(id);
  }

  function zoom(factor) {
    network.moveTo({ scale: Math.min(5, Math.max(0.05, network.getScale() * factor)), animation: false });
  }

  function move(dx, dy) {
    var at = network.getViewPosition(), scale = network.getScale();
    network.moveTo({ position: { x: at.x + dx / scale, y: at.y + dy / scale }, animation: false });
  }

  function pressed(event) {
    var moves = { ArrowLeft: [-60, 0], ArrowRight: [60, 0], ArrowUp: [0, -60], ArrowDown: [0, 60] };
    if (event.ctrlKey || event.altKey || event.metaKey) { return; }
    if (moves[event.key]) { move(moves[event.key][0], moves[event.key][1]); }
    else if (event.key === "+" || event.key === "=") { zoom(1.2); }
    else if (event.key === "-") { zoom(1 / 1.2); }
    else if (event.key === "0") { whole(); }
    else { return; }
    event.preventDefault();
  }

  nodes.get().forEach(function (node) { held[node.id] = node; });
  nodes.update(nodes.get().map(function (node) {
    return { id: node.id, shape: "custom", ctxRenderer: render, title: node.hover, label: undefined };
  }));
  edges.update(edges.get().map(function (edge) {
    directed[edge.id] = edge.arrows === "to";
    return { id: edge.id, title: sentence(edge), arrows: "" };
  }));
  network.on("beforeDrawing", frame);
  network.on("afterDrawing", wordsOnLines);
  network.on("selectNode", function (given) { find.value = given.nodes[0]; tell(given.nodes[0]); });
  network.on("deselectNode", function () { find.value = ""; tell(""); });
  box.addEventListener("keydown", pressed);
  find.addEventListener("change", function () { if (find.value) { choose(find.value); } else { choose(""); whole(); } });
  document.getElementById("whole").addEventListener("click", function () { choose(""); whole(); });
  document.getElementById("nearer").addEventListener("click", function () { zoom(1.25); });
  document.getElementById("further").addEventListener("click", function () { zoom(1 / 1.25); });
  words.addEventListener("change", function () { network.redraw(); });
  document.querySelectorAll("button.show").forEach(function (button) {
    button.hidden = false;
    button.addEventListener("click", function () {
      choose(button.dataset.show);
      box.scrollIntoView({ block: "center" });
      box.focus({ preventScroll: true });
    });
  });
  box.querySelectorAll("[tabindex]").forEach(function (inner) { inner.removeAttribute("tabindex"); });
  document.getElementById("undrawn").hidden = true;
  document.getElementById("tools").hidden = false;
  whole();
}());
