// Draws what pyvis cannot (letters, rings, words on lines), and lets keyboard and table reach the chart.
// Every name is handed over as text: textContent and fillText only, never markup.
(function () {
  "use strict";
  var INK = "#0b0c0c", HALO = "#ffffff", CHOSEN = "#1d70b8";
  var FACE = 'Arial, "Noto Sans", sans-serif';
  var box = document.getElementById("mynetwork");
  var words = document.getElementById("words");
  var find = document.getElementById("find");
  var told = document.getElementById("told");
  var held = {};

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

  function write(ctx, text, x, y, font) {
    ctx.font = font;
    ctx.textAlign = "center";
    ctx.textBaseline = "middle";
    ctx.lineJoin = "round";
    ctx.lineWidth = 4;
    ctx.strokeStyle = HALO;
    ctx.strokeText(text, x, y);
    ctx.fillStyle = INK;
    ctx.fillText(text, x, y);
  }

  function ringed(ctx, node, x, y, r) {
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
        outline(ctx, node.outline, x, y, r);
        ctx.fillStyle = node.color.background;
        ctx.fill();
        ctx.lineWidth = given.state.selected ? 4 : 1.5;
        ctx.strokeStyle = given.state.selected ? CHOSEN : INK;
        ctx.stroke();
        ringed(ctx, node, x, y, r);
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
        node.names.forEach(function (line, i) { write(ctx, line, x, y + reach + 9 + 14 * i, "bold 12px " + FACE); });
        ctx.restore();
      },
      nodeDimensions: { width: 2 * reach, height: 2 * reach },
    };
  }

  function longest(lines) {
    return lines.reduce(function (most, line) { return Math.max(most, line.length); }, 0);
  }

  // Where the words of a line stand: on it, near the end that is not the centre, and clear of that end's name.
  function spot(edge, lines) {
    var ends = network.getPositions([edge.from, edge.to]), main = held[edge.from].main;
    var near = main ? ends[edge.from] : ends[edge.to], far = main ? ends[edge.to] : ends[edge.from];
    var end = main ? held[edge.to] : held[edge.from], reach = reachOf(end);
    var dx = near.x - far.x, dy = near.y - far.y, length = Math.sqrt(dx * dx + dy * dy) || 1;
    var ux = dx / length, uy = dy / length, high = 7 * lines.length, wide = 3.2 * longest(lines);
    var down = (reach + high + (uy > 0 ? 5 + 14 * end.names.length : 3)) / Math.max(Math.abs(uy), 0.02);
    var across = Math.max(Math.abs(ux), 0.02), side = (reach + wide + 6) / across;
    if (uy > 0 && uy * side + high > reach) { side = (Math.max(reach, longest(end.names) * 3.5) + wide + 8) / across; }
    return { x: far.x, y: far.y, ux: ux, uy: uy, length: length, high: high, wide: wide, away: Math.min(down, side, length * 0.6) };
  }

  function boxAt(at, away) {
    var x = at.x + at.ux * away, y = at.y + at.uy * away;
    return { x: x, y: y, left: x - at.wide, right: x + at.wide, top: y - at.high, bottom: y + at.high };
  }

  function free(box, taken) {
    return taken.every(function (t) {
      return box.right < t.left || box.left > t.right || box.bottom < t.top || box.top > t.bottom;
    });
  }

  function takenByNodes() {
    var taken = [], at = network.getPositions();
    Object.keys(held).forEach(function (id) {
      var node = held[id], p = at[id], reach = reachOf(node), half = Math.max(reach, 3.4 * longest(node.names));
      taken.push({ left: p.x - reach, right: p.x + reach, top: p.y - reach, bottom: p.y + reach });
      taken.push({ left: p.x - half, right: p.x + half, top: p.y + reach, bottom: p.y + reach + 4 + 14 * node.names.length });
    });
    return taken;
  }

  // Along the line there is usually a place that hides nobody; where there is none the first one has to do.
  function place(edge, lines, taken) {
    var at = spot(edge, lines), first = boxAt(at, at.away), last = at.length * 0.72, chosen = first;
    for (var step = 0; taken.length < 700 && step < 9; step += 1) {
      var tried = boxAt(at, at.away + (Math.max(last, at.away) - at.away) * step / 8);
      if (free(tried, taken)) { chosen = tried; break; }
    }
    taken.push(chosen);
    return chosen;
  }

  function onTheLine(ctx, edge, always, taken) {
    var lines = always ? edge.words : edge.badge ? [edge.badge] : [];
    if (!lines.length) { return; }
    var box = place(edge, lines, taken);
    lines.forEach(function (line, i) {
      var font = (i && i === lines.length - 1 ? "" : "bold ") + "11px " + FACE;
      write(ctx, line, box.x, box.y + 13 * (i - (lines.length - 1) / 2), font);
    });
  }

  // A chosen line is drawn again on top: among two thousand others nobody would find it.
  function trace(ctx, edge) {
    var ends = network.getPositions([edge.from, edge.to]), a = ends[edge.from], b = ends[edge.to];
    var length = Math.sqrt((b.x - a.x) * (b.x - a.x) + (b.y - a.y) * (b.y - a.y)) || 1;
    var ux = (b.x - a.x) / length, uy = (b.y - a.y) / length;
    var start = reachOf(held[edge.from]), stop = length - reachOf(held[edge.to]) - (edge.arrows ? 8 : 0);
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

  function nameOfCentre(ctx) {
    var node = nodes.get().filter(function (n) { return n.main; })[0], at = network.getPosition(node.id);
    var lines = node.names.concat(node.more ? ["+" + node.more.toLocaleString("en-GB") + " not shown"] : []);
    lines.forEach(function (line, i) { write(ctx, line, at.x, at.y + reachOf(node) + 10 + 16 * i, "bold 14px " + FACE); });
  }

  function wordsOnLines(ctx) {
    var chosen = network.getSelectedEdges(), scale = network.getScale(), taken = takenByNodes();
    ctx.save();
    edges.get().forEach(function (edge) {
      var always = chosen.indexOf(edge.id) >= 0;
      if (always && chosen.length < 60) { trace(ctx, edge); }
      if (always || scale >= 0.3) { onTheLine(ctx, edge, always || words.checked, taken); }
    });
    nameOfCentre(ctx);
    ctx.restore();
  }

  function element(name, text) {
    var made = document.createElement(name);
    made.textContent = text;
    return made;
  }

  function sentence(edge) {
    return held[edge.from].name + " " + edge.said + " " + held[edge.to].name + "; " + edge.rest;
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
    else if (event.key === "0") { network.fit({ animation: false }); }
    else { return; }
    event.preventDefault();
  }

  nodes.get().forEach(function (node) { held[node.id] = node; });
  nodes.update(nodes.get().map(function (node) {
    return { id: node.id, shape: "custom", ctxRenderer: render, title: node.hover, label: undefined };
  }));
  edges.update(edges.get().map(function (edge) {
    return { id: edge.id, title: sentence(edge) };
  }));
  network.on("afterDrawing", wordsOnLines);
  network.on("selectNode", function (given) { find.value = given.nodes[0]; tell(given.nodes[0]); });
  network.on("deselectNode", function () { find.value = ""; tell(""); });
  box.addEventListener("keydown", pressed);
  find.addEventListener("change", function () { if (find.value) { choose(find.value); } else { choose(""); network.fit({ animation: false }); } });
  document.getElementById("whole").addEventListener("click", function () { choose(""); network.fit({ animation: false }); });
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
  network.fit({ animation: false });
}());
