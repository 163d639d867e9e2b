"use strict";
(() => {
  const data = JSON.parse(document.getElementById("roundsman-data").textContent);
  const kept = document.getElementById("roundsman-results");
  const w = data.words;
  let route = data.routes[0];
  let results = {};

  // building

  const el = (tag, given = {}, ...inside) => {
    const node = document.createElement(tag);
    for (const [name, value] of Object.entries(given)) {
      if (name.startsWith("on")) node.addEventListener(name.slice(2), value);
      else if (name === "class") node.className = value;
      else if (value === true) node.setAttribute(name, "");
      else if (value !== false && value !== null && value !== undefined) node.setAttribute(name, value);
    }
    node.append(...inside.filter((each) => each !== null && each !== undefined));
    return node;
  };
  const group = (title, ...rows) => el("fieldset", {}, el("legend", {}, title), ...rows);
  const row = (label, ...inside) => el("div", { class: "row" }, el("span", { class: "label" }, label), ...inside);

  // keeping: in the phone's own store, and in the page itself so that a saved page has it too

  const place = () => `roundsman:${data.date}:${route.rep}`;
  const keyOf = (stop) => `${stop.outlet}|${stop.form.kind}`;
  const told = () =>
    route.stops.filter((stop) => stop.form && results[keyOf(stop)]).map((stop) => ({
      outlet: stop.outlet, stop_kind: stop.form.kind, ...sound(stop), ...unreadOf(stop),
    })).filter((each) => Object.keys(each).length > 2);
  /** What stands in fields that cannot be read; in the phone's store by field, so that it stands there again. */
  const unreadOf = (stop) => {
    const found = sound(stop).unread;
    return found ? { unread: Object.entries(found).map(([name, each]) => ({ name, ...each })) } : {};
  };
  /** The fields of a stop that cannot be true beside each other, and what is wrong with them; nobody knows which is. */
  const clashOf = ({ left_reason, note, photos, check_in, check_out, unread, ...others }) => {
    const visited = check_in || check_out || [others, unread ?? {}].some((each) => Object.keys(each).length);
    if (left_reason && visited) return { why: w.both, fields: TIMED };
    if (check_in && check_out && check_out < check_in) return { why: w.early, fields: ["check_in", "check_out"] };
    return { why: "", fields: [] };
  };
  const TIMED = ["check_in", "check_out", "left_reason"];
  /** The facts of a stop as they leave the page: what contradicts itself is among what cannot be read. */
  const sound = (stop) => {
    const facts = { ...results[keyOf(stop)] };
    const labels = { check_in: w.arrive, check_out: w.leave, left_reason: w.not_visited };
    const out = clashOf(facts).fields.filter((name) => facts[name]);
    if (out.length) facts.unread = { ...facts.unread };
    for (const name of out) {
      facts.unread[name] = { field: name, label: labels[name], value: facts[name] };
      delete facts[name];
    }
    return facts;
  };
  const file = () => ({
    roundsman: 1, date: data.date, rep: route.rep, revision: data.revision, results: told(),
  });
  const plain = (value) => JSON.stringify(value).replace(/[<>&\u2028\u2029]/g, (c) => "\\u" + c.charCodeAt(0).toString(16).padStart(4, "0"));
  const keep = () => {
    try {
      localStorage.setItem(place(), JSON.stringify(results));
      document.getElementById("full")?.remove();
    } catch {
      if (!document.getElementById("full")) head.append(el("p", { id: "full", class: "wrong" }, w.full));
    }
    kept.textContent = plain(file());
  };
  const load = () => {
    results = {};
    try {
      const stored = localStorage.getItem(place());
      if (stored) { results = JSON.parse(stored); return; }
    } catch { /* no store: what the page itself holds */ }
    try {
      const saved = JSON.parse(kept.textContent || "null");
      if (saved && saved.rep === route.rep && saved.date === data.date)
        for (const { outlet, stop_kind, unread, ...facts } of saved.results) {
          for (const { name, ...each } of unread ?? [])
            if (TIMED.includes(name) && each.value !== "–") facts[name] = each.value; else (facts.unread ??= {})[name] = each;
          results[`${outlet}|${stop_kind}`] = facts;
        }
    } catch { /* a page that was never filled in */ }
  };

  // one stop's facts

  const set = (stop, name, value) => {
    const facts = (results[keyOf(stop)] ??= {});
    const empty = value === null || value === undefined || value === "" || (typeof value === "object" && !Object.keys(value).length);
    if (empty) delete facts[name]; else facts[name] = value;
    if (!Object.keys(facts).length) delete results[keyOf(stop)];
    keep();
    showState(stop);
  };
  const get = (stop, name) => results[keyOf(stop)]?.[name];
  const put = (stop, name, key, value) => {
    const whole = { ...get(stop, name) };
    if (value === null || value === "") delete whole[key]; else whole[key] = value;
    set(stop, name, whole);
  };

  const now = () => {
    const at = new Date();
    return `${String(at.getHours()).padStart(2, "0")}:${String(at.getMinutes()).padStart(2, "0")}`;
  };
  // what is typed: a field that cannot be read is marked, and nothing that stood there before is left to be exported

  const narrow = (text) => text.replace(/[\uff01-\uff5e]/g, (c) => String.fromCharCode(c.charCodeAt(0) - 0xfee0)).replace(/\u3000/g, " ").trim();
  /** A count: null for an empty field, undefined for what is none. */
  const countOf = (text) => {
    const plain = narrow(text);
    return plain === "" ? null : /^\d{1,7}$/.test(plain) && Number(plain) <= 1000000 ? Number(plain) : undefined;
  };
  /** An amount with two places, by docs/notation.md; where a comma may be a decimal sign, it is no amount. */
  const chinese = document.documentElement.lang.startsWith("zh");
  const whole = chinese ? "[1-9]\\d{0,2}(?:,\\d{3})+" : "[1-9]\\d{0,2}(?:(?:,\\d{3}){2,}|,\\d{3}(?=\\.))";
  const AMOUNT = new RegExp(`^(?:\\d{1,9}|${whole}|(?=\\.))(?:\\.\\d{1,2})?$`);
  const amountOf = (text) => {
    const plain = narrow(text).replace(/^(?:rmb|cny|[¥￥$€])\s*/i, "").replace(/\s*(?:元整?|块钱?|rmb|cny)$/i, "");
    if (narrow(text) === "") return null;
    if (!AMOUNT.test(plain) || plain === "") return undefined;
    const [units, cents] = plain.replace(/,/g, "").split(".");
    return `${Number(units)}.${(cents ?? "").padEnd(2, "0")}`;
  };
  const mark = (stop, blank, label, input, wrong, value) => {
    input.setCustomValidity(wrong ? w.unread : "");
    input.setAttribute("aria-invalid", wrong);
    if (wrong || get(stop, "unread")?.[input.name]) put(stop, "unread", input.name, wrong ? { field: blank, label, value: value || "–" } : null);
  };
  /** Shows again what was typed into a field and could not be read. */
  const again = (stop, input) => {
    const typed = get(stop, "unread")?.[input.name];
    if (!typed) return;
    input.setCustomValidity(w.unread);
    input.setAttribute("aria-invalid", true);
    if (input.type === "text") input.value = typed.value;
  };
  const clockInput = (stop, type, blank, label, given, change) => {
    const input = el("input", { type, ...given, oninput: tell, onchange: tell });
    again(stop, input);
    function tell() { mark(stop, blank, label, input, input.validity.badInput); change(); }
    return input;
  };

  const timeRow = (stop, name, label) => {
    const input = clockInput(stop, "time", name, label, { name, value: get(stop, name) ?? "" }, () => set(stop, name, input.value));
    const stamp = el("button", { type: "button", name: `${name}-now`, onclick: () => {
      input.value = now();
      mark(stop, name, label, input, false);
      set(stop, name, input.value);
    } }, w.now);
    return row(label, input, stamp);
  };
  const textRow = (stop, name, label, given = {}) => {
    const input = el("input", { type: "text", class: "text", name, placeholder: label ?? "", "aria-label": label ?? name, ...given,
      oninput: () => set(stop, name, input.value.trim()) });
    input.value = get(stop, name) ?? "";
    return el("div", { class: "row" }, input);
  };
  const pair = (name, value, change) => {
    const yes = el("button", { type: "button", class: "yes", name: `${name}-yes`, "aria-label": `${name} ✓` }, "✓");
    const no = el("button", { type: "button", class: "no", name: `${name}-no`, "aria-label": `${name} ✗` }, "✗");
    const show = (now) => { yes.setAttribute("aria-pressed", now === true); no.setAttribute("aria-pressed", now === false); };
    let current = value;
    const press = (wanted) => () => { current = current === wanted ? null : wanted; show(current); change(current ?? null); };
    yes.addEventListener("click", press(true));
    no.addEventListener("click", press(false));
    show(current);
    return [yes, no];
  };
  const number = (stop, blank, label, given, change) => {
    const input = el("input", { type: "text", class: "count", inputmode: "numeric", autocomplete: "off", "aria-label": label, ...given, oninput: tell });
    again(stop, input);
    function tell() { mark(stop, blank, label, input, countOf(input.value) === undefined, input.value.trim()); change(); }
    return input;
  };
  /** One box for each unit. `count` tells pieces in all: null where every box is empty, undefined where one cannot be read. */
  const quantity = (stop, blank, name, product, pieces, change) => {
    const units = product.units.length ? product.units : [["", 1]];
    let rest = pieces ?? 0;
    const boxes = units.map(([unit, factor]) => {
      const whole = Math.floor(rest / factor);
      rest -= whole * factor;
      return number(stop, blank, `${product.name} ${unit || loose(product)}`.trim(),
        { name: `${name}-${factor}`, value: pieces === undefined || pieces === null || (!whole && (factor > 1 || pieces)) ? "" : whole }, () => change(count()));
    });
    const count = () => {
      const found = boxes.map((box) => countOf(box.value));
      if (found.includes(undefined)) return undefined;
      return found.every((each) => each === null) ? null : found.reduce((sum, each, place) => sum + (each ?? 0) * units[place][1], 0);
    };
    return { count, boxes, shown: boxes.flatMap((box, place) => [box, el("span", { class: "unit" }, units[place][0] || loose(product))]) };
  };
  const lineOf = (stop, name, product, order) =>
    (get(stop, name) ?? []).find((line) => line.product === product && (line.order ?? null) === (order ?? null));
  const setLine = (stop, name, line, drop) => {
    const others = (get(stop, name) ?? []).filter((each) => each.product !== line.product || (each.order ?? null) !== (line.order ?? null));
    set(stop, name, drop ? others : [...others, line]);
  };
  const productsOf = (stop) => {
    const first = [...stop.form.must, ...(get(stop, "stock") ?? []).map((line) => line.product)];
    return [...new Set([...first, ...Object.keys(data.products)])].filter((id) => data.products[id]);
  };

  // the form, part by part; a part that does not apply is not there

  const steps = (stop) => stop.form.steps.length && group(w.steps, ...stop.form.steps.map(([id, name, required]) => {
    const why = el("input", { type: "text", class: "text why", name: `skipped-${id}`, placeholder: w.step_why, "aria-label": `${name}: ${w.step_why}`,
      oninput: () => put(stop, "skipped", id, why.value.trim()) });
    const box = el("input", { type: "checkbox", name: `step-${id}`, onchange: () => {
      const done = new Set(get(stop, "steps") ?? []);
      if (box.checked) done.add(id); else done.delete(id);
      set(stop, "steps", stop.form.steps.map((step) => step[0]).filter((step) => done.has(step)));
      why.hidden = box.checked;
      if (box.checked) { why.value = ""; put(stop, "skipped", id, ""); }
    } });
    why.value = get(stop, "skipped")?.[id] ?? "";
    box.checked = (get(stop, "steps") ?? []).includes(id);
    why.hidden = box.checked;
    return el("div", { class: "row" }, el("label", { class: "step" }, box, required ? `${name} *` : name), why);
  }));
  const follow = (stop) => stop.form.action && group(w.kept,
    row(stop.form.action, ...pair("kept", get(stop, "followed_up"), (value) => set(stop, "followed_up", value))));
  const display = (stop) => stop.form.points.length && group(w.display,
    ...stop.form.points.map(([id, name]) => row(name, ...pair(`point-${id}`, get(stop, "points")?.[id], (value) => put(stop, "points", id, value)))),
    facings(stop), textRow(stop, "advice", w.advice));
  const facings = (stop) => {
    const told = get(stop, "facings") ?? ["", ""];
    const boxes = [w.own, w.all].map((label, place) => number(stop, "facings", label, { name: `facings-${place}`, value: told[place] }, () => {
      const counts = boxes.map((box) => countOf(box.value));
      const half = counts.includes(null) && !counts.every((count) => count === null);
      boxes.forEach((box, each) => { if (counts[each] !== undefined) mark(stop, "facings", [w.own, w.all][each], box, half && counts[each] !== null, box.value.trim()); });
      set(stop, "facings", counts.some((count) => count === null || count === undefined) ? null : counts);
    }));
    return row(w.facings, boxes[0], el("span", { class: "unit" }, "/"), boxes[1]);
  };
  const must = (stop) => stop.form.must.length && group(w.must, ...stop.form.must.map((id) =>
    row(data.products[id].name, ...pair(`found-${id}`, get(stop, "found")?.[id], (value) => put(stop, "found", id, value)))));
  const stock = (stop) => folded(stop, "stock", w.stock, () => productsOf(stop).map((id) => counted(stop, id)));
  /** One product's count: in all, or date by date as soon as a production date is asked for. */
  const counted = (stop, id) => {
    const product = data.products[id];
    const lines = () => (get(stop, "stock") ?? []).filter((line) => line.product === id);
    const keepLines = (mine) => set(stop, "stock", [...(get(stop, "stock") ?? []).filter((line) => line.product !== id), ...mine]);
    const dated = lines().filter((line) => line.produced).map((line) => ({ ...line }));
    const tell = () => keepLines(dated.filter((line) => line.produced && Number.isInteger(line.quantity)));
    const body = el("div", {});
    const more = el("button", { type: "button", class: "small", name: `date-${id}`, title: w.add_date, onclick: () => {
      dated.push({ product: id, quantity: dated.length ? null : lines()[0]?.quantity ?? null, produced: "" });
      draw();
    } }, w.add_date);
    const draw = () => body.replaceChildren(
      row(product.name, ...(dated.length ? [] : quantity(stop, "stock", `stock-${id}`, product, lines()[0]?.quantity,
        (pieces) => keepLines(Number.isInteger(pieces) ? [{ product: id, quantity: pieces }] : [])).shown), more),
      ...dated.map((line, place) => {
        const half = () => {
          if (!day.validity.badInput) mark(stop, "stock", `${product.name} ${w.produced}`, day, !day.value && Number.isInteger(line.quantity), said(product, line.quantity ?? 0));
          tell();
        };
        const day = clockInput(stop, "date", "stock", `${product.name} ${w.produced}`, { name: `produced-${id}-${place}`, value: line.produced, max: data.date,
          "aria-label": `${product.name} ${w.produced}` }, () => { line.produced = day.value; half(); });
        return el("div", { class: "row batch" }, day, ...quantity(stop, "stock", `batch-${id}-${place}`, product, line.quantity,
          (pieces) => { line.quantity = pieces; half(); }).shown);
      }));
    draw();
    return body;
  };
  const order = (stop) => folded(stop, "order", w.order, () => productsOf(stop).map((id) => {
    const product = data.products[id];
    const before = lineOf(stop, "order", id);
    const unit = el("select", { name: `order-${id}-unit`, "aria-label": product.name }, ...product.units.map(([name]) => el("option", { value: name }, name || loose(product))));
    if (before) unit.value = before.unit ?? "";
    const box = number(stop, "order", product.name, { name: `order-${id}`, value: before?.quantity ?? "" }, tell);
    function tell() {
      const count = countOf(box.value);
      setLine(stop, "order", { product: id, quantity: count, unit: unit.value || null }, !count);
    }
    unit.addEventListener("change", tell);
    unit.style.flex = "0 0 70px";
    return row(product.name, box, unit);
  }));
  const folded = (stop, name, title, rows) => {
    const open = (get(stop, name) ?? []).length > 0 || Object.values(get(stop, "unread") ?? {}).some((each) => each.field === name);
    const box = el("details", { name: `${name}-part`, open }, el("summary", {}, title));
    const fill = () => { if (box.open && box.children.length === 1) box.append(...rows()); };
    box.addEventListener("toggle", fill);
    if (open) fill();
    return el("fieldset", { class: name }, box);
  };
  /** Goods that come back where nothing was to be delivered. */
  const back = (stop) => folded(stop, "delivery", w.back, () => productsOf(stop).flatMap((id) => {
    const known = lineOf(stop, "delivery", id);
    const fields = ["returned", "exchanged"].map((name) =>
      [name, quantity(stop, "delivery", `${name}-${id}`, data.products[id], known?.[name], () => tell())]);
    const tell = () => {
      const counts = Object.fromEntries(fields.map(([name, field]) => [name, field.count()]));
      const drop = Object.values(counts).includes(undefined) || !Object.values(counts).some(Boolean);
      setLine(stop, "delivery", { product: id, delivered: 0, ...some(counts) }, drop);
    };
    return fields.map(([name, field]) => row(`${data.products[id].name} ${w[name]}`, ...field.shown));
  }));
  const some = (counts) => Object.fromEntries(Object.entries(counts).filter(([, count]) => count));
  const delivery = (stop) => {
    if (!stop.form.deliveries.length) return back(stop);
    const body = el("div", {});
    const draw = () => body.replaceChildren(...stop.form.deliveries.flatMap(([id, orderId, ordered]) => {
      const product = data.products[id];
      const known = lineOf(stop, "delivery", id, orderId);
      const own = stop.form.deliveries.filter((each) => each[0] === id).findIndex((each) => each[1] === orderId);
      const field = (name) => quantity(stop, "delivery", `${name}-${id}${own ? `-${own}` : ""}`, product, known?.[name], () => tell());
      const delivered = field("delivered");
      const flagged = ["refused", "damaged", "exchanged", "returned"].map((name) => [name, field(name)]);
      // the line is made of all its boxes: with one that cannot be read nothing is told of it
      const tell = () => {
        const flags = Object.fromEntries(flagged.map(([name, each]) => [name, each.count()]));
        if (delivered.count() === null && Object.values(flags).some(Boolean)) delivered.boxes[delivered.boxes.length - 1].value = "0";
        const counts = [delivered.count(), ...Object.values(flags)];
        const drop = counts.includes(undefined) || counts.every((count) => count === null);
        setLine(stop, "delivery", { product: id, order: orderId, delivered: delivered.count() ?? 0, ...some(flags) }, drop);
      };
      return [
        row(`${product.name} × ${said(product, ordered)}`, ...delivered.shown),
        el("details", { open: Boolean(known && (known.refused || known.damaged || known.exchanged || known.returned)) }, el("summary", {}, w.more),
          ...flagged.map(([name, each]) => row(w[name], ...each.shown))),
      ];
    }));
    const all = el("button", { type: "button", name: "all-given", onclick: () => {
      for (const [name, each] of Object.entries(get(stop, "unread") ?? {})) if (each.field === "delivery") put(stop, "unread", name, null);
      set(stop, "delivery", stop.form.deliveries.map(([product, orderId, ordered]) => ({ product, order: orderId, delivered: ordered })));
      draw();
    } }, w.all_given);
    draw();
    return group(w.delivery, el("div", { class: "bar" }, all), body);
  };
  const payments = (stop) => stop.form.deliveries.length ? group(w.payments, ...paid(stop)) : folded(stop, "payments", w.payments, () => paid(stop));
  const paid = (stop) => ["cash", "transfer", "credit", "discount"].map((method) => {
    const before = (get(stop, "payments") ?? []).find((each) => each.method === method);
    const who = method === "discount" ? "approved_by" : method === "transfer" ? "reference" : null;
    const amount = el("input", { type: "text", class: "money", inputmode: "decimal", autocomplete: "off", name: `paid-${method}`, "aria-label": w[method], oninput: tell });
    const about = who && el("input", { type: "text", class: "text", name: `paid-${method}-${who}`, placeholder: w[who], oninput: tell });
    const read = el("span", { class: "unit read" });
    amount.value = before?.amount ?? "";
    if (about) about.value = before?.[who] ?? "";
    again(stop, amount);
    const show = () => {
      const value = amountOf(amount.value);
      read.textContent = value && !/^[\d.]+$/.test(amount.value.trim()) ? `= ${value}` : "";
    };
    show();
    function tell() {
      const value = amountOf(amount.value);
      show();
      mark(stop, "payments", w[method], amount, value === undefined, amount.value.trim());
      const others = (get(stop, "payments") ?? []).filter((each) => each.method !== method);
      set(stop, "payments", [...others, ...(Number(value ?? 0) ? [{ method, amount: value, ...(about && about.value.trim() ? { [who]: about.value.trim() } : {}) }] : [])]);
    }
    const line = row(w[method], about, amount, read);
    line.classList.add("wrap");
    return line;
  });
  const coaching = (stop) => {
    if (!stop.form.topics.length) return null;
    const told = () => ({ ...get(stop, "coaching") });
    const script = el("p", { class: "script" });
    const topic = el("select", { name: "topic", "aria-label": w.topic }, ...stop.form.topics.map(([id, name]) => el("option", { value: id }, name)));
    const show = () => { script.textContent = stop.form.topics.find(([id]) => id === topic.value)?.[2] ?? ""; };
    const level = () => buttons.forEach((button, place) => button.setAttribute("aria-pressed", told().skill === place + 1));
    const buttons = data.skills.map((label, place) => el("button", { type: "button", name: `skill-${place + 1}`, title: label, onclick: () => {
      set(stop, "coaching", { ...told(), topic: topic.value, skill: place + 1 }); level();
    } }, String(place + 1)));
    topic.value = told().topic ?? stop.form.focus;
    topic.addEventListener("change", () => { show(); if (told().topic) set(stop, "coaching", { ...told(), topic: topic.value }); });
    show(); level();
    return group(w.coaching, el("div", { class: "row" }, topic), script, row(w.skill_shown, ...buttons), textRow(stop, "action", w.action));
  };
  const empties = (stop) => {
    const before = get(stop, "empties")?.[0] ?? {};
    const item = el("input", { type: "text", class: "text", name: "empties-item", placeholder: w.item, oninput: tell });
    const count = number(stop, "empties", w.empties, { name: "empties-count", value: before.quantity ?? "", "aria-label": w.count }, tell);
    item.value = before.item ?? "";
    again(stop, item);
    function tell() {
      const found = countOf(count.value);
      const named = item.value.trim();
      // one without the other is no fact, and not to be lost either
      if (found !== undefined) mark(stop, "empties", w.empties, count, found !== null && !named, count.value.trim());
      mark(stop, "empties", w.empties, item, Boolean(named) && found === null, named);
      set(stop, "empties", named && Number.isInteger(found) ? [{ item: named, quantity: found }] : []);
    }
    return stop.form.deliveries.length ? group(w.empties, el("div", { class: "row" }, item, count)) : null;
  };
  /** Photos stay in the phone: the sheet gives back their names, and each is sent by chat. */
  const photos = (stop) => group(w.photos, ...["before", "after"].map((moment) => {
    const of = (each) => each.moment === moment;
    const all = () => get(stop, "photos") ?? [];
    const names = el("span", { class: "facts names" });
    const show = () => { names.textContent = all().filter(of).map((each) => each.path).join(" · "); };
    const input = el("input", { type: "file", accept: "image/*", multiple: true, name: `photo-${moment}`, onchange: () => {
      const known = all().map((each) => each.path);
      const fresh = [...input.files].map((file) => file.name).filter((name) => !known.includes(name));
      set(stop, "photos", [...all(), ...fresh.map((path) => ({ path, moment }))]);
      input.value = "";
      show();
    } });
    const clear = el("button", { type: "button", name: `photo-${moment}-clear`, "aria-label": w.clear, onclick: () => {
      set(stop, "photos", all().filter((each) => !of(each)));
      show();
    } }, "✕");
    show();
    return el("div", { class: "row" }, el("label", { class: "pick" }, w[moment], input), names, clear);
  }));
  const bulletins = (stop) => stop.form.bulletins.length && group(w.bulletins, ...stop.form.bulletins.map(([id, name]) => {
    const box = el("input", { type: "checkbox", name: `bulletin-${id}`, onchange: () => {
      const given = new Set(get(stop, "bulletins") ?? []);
      if (box.checked) given.add(id); else given.delete(id);
      set(stop, "bulletins", stop.form.bulletins.map((each) => each[0]).filter((each) => given.has(each)));
    } });
    box.checked = (get(stop, "bulletins") ?? []).includes(id);
    return el("label", { class: "step" }, box, name);
  }));
  const rating = (stop) => {
    if (!stop.form.rating) return null;
    const buttons = [1, 2, 3, 4, 5].map((level) => el("button", { type: "button", name: `rating-${level}`, onclick: () => { set(stop, "rating", level); show(); } }, String(level)));
    const show = () => buttons.forEach((button, place) => button.setAttribute("aria-pressed", get(stop, "rating") === place + 1));
    show();
    return group(w.rating, el("div", { class: "bar" }, ...buttons));
  };
  const formOf = (stop) => el("div", { class: "form" },
    group("", timeRow(stop, "check_in", w.arrive), timeRow(stop, "check_out", w.leave)),
    follow(stop) || null, delivery(stop), payments(stop), empties(stop),
    steps(stop) || null, display(stop) || null, must(stop) || null, stock(stop), order(stop), coaching(stop),
    bulletins(stop) || null, rating(stop), photos(stop), group(w.note, textRow(stop, "note", w.note)), group(w.not_visited, textRow(stop, "left_reason", w.why)));

  // the list

  const cards = new Map();
  const stateOf = (stop) => {
    const facts = (stop.form && results[keyOf(stop)]) || {};
    return clashOf(facts).why ? "here" : facts.left_reason ? "left" : facts.check_in && facts.check_out ? "done" : Object.keys(facts).length ? "here" : "";
  };
  const showState = (stop) => {
    const card = cards.get(stop);
    if (!card) return;
    const state = stateOf(stop);
    card.className = `stop ${state}`;
    const tick = card.querySelector("input.tick");
    if (tick) tick.checked = state === "done" || state === "left";
    const facts = results[keyOf(stop)] ?? {};
    const { why, fields } = clashOf(facts);
    const half = state === "here" && !why && !(facts.check_in && facts.check_out);
    const wrong = Object.values(facts.unread ?? {}).map((each) => `${each.label} ${each.value}`);
    card.querySelector(".lacking").textContent =
      [half ? w.lacking : "", why, wrong.length ? `${w.unread}: ${wrong.join(" · ")}` : ""].filter(Boolean).join(" · ");
    for (const name of TIMED) {
      const input = card.querySelector(`[name=${name}]`);
      const red = facts[name] && fields.includes(name) ? why : facts.unread?.[name] ? w.unread : "";
      input?.setCustomValidity(red);
      input?.setAttribute("aria-invalid", Boolean(red));
    }
    showHead();
  };
  const cardOf = (stop) => {
    const tick = stop.form && el("input", { type: "checkbox", class: "tick", "aria-label": w.done, onclick: (event) => {
      event.stopPropagation();
      if (tick.checked) {
        if (!get(stop, "check_in")) set(stop, "check_in", now());
        if (!get(stop, "check_out")) set(stop, "check_out", now());
      } else { set(stop, "check_out", null); }
      card.querySelector(".form")?.replaceWith(formOf(stop));
      showState(stop);
    } });
    const card = el("details", { class: "stop", id: `stop-${stop.seq}` },
      el("summary", {},
        el("span", { class: "seq" }, String(stop.seq)),
        el("span", {}, el("div", { class: "name" }, stop.name), el("div", { class: "facts" }, stop.address),
          ...stop.notes.map((note) => el("div", { class: "facts" }, note)),
          ...stop.warnings.map((text) => el("div", { class: "warning" }, `! ${text}`)), el("div", { class: "warning lacking" })),
        el("span", {}, el("div", { class: "time" }, stop.begin), tick)),
      el("div", { class: "ways" },
        stop.phone ? el("a", { href: `tel:${stop.phone}` }, `☎ ${stop.contact || w.call}`) : null,
        stop.link ? el("a", { href: stop.link, target: "_blank", rel: "noopener noreferrer" }, `➤ ${w.way}`) : null));
    if (stop.form) card.addEventListener("toggle", () => { if (card.open && !card.querySelector(".form")) { card.append(formOf(stop)); showState(stop); } });
    cards.set(stop, card);
    return card;
  };
  const head = document.getElementById("head");
  const showHead = () => {
    const done = route.stops.filter((stop) => ["done", "left"].includes(stateOf(stop))).length;
    head.querySelector(".progress").textContent = `${done}/${route.stops.length}`;
    head.querySelector("progress").value = done;
  };

  // what leaves the page; the same grammar as a pasted text (docs/returning.md)

  /** What pieces are called whose unit has no name: a bare number may be read as cases. */
  const loose = (product) => {
    const named = product.units.map(([name]) => name).join("");
    return named === "" ? "" : /[^\x00-\x7f]/.test(named) ? "个" : "pcs";
  };
  const said = (product, pieces) => {
    let rest = pieces, text = "";
    for (const [unit, factor] of product.units) {
      const count = Math.floor(rest / factor);
      rest -= count * factor;
      if (count) text += `${count}${unit || loose(product)}`;
    }
    return rest || !text ? text + rest : text;
  };
  const zero = (product) => { const last = product.units[product.units.length - 1]; return last ? `0${last[0] || loose(product)}` : "0"; };
  const count = (id, pieces) => `${id} ${pieces ? said(data.products[id], pieces) : zero(data.products[id])}`;
  const ticks = (found, ids) => {
    const between = ids.length < 10 ? "" : " ";
    const known = ids.map((id, place) => [found[id], place + 1]).filter(([met]) => met === true || met === false);
    if (known.length < ids.length) return known.map(([met, place]) => `${place}${met ? "√" : "×"}`).join(between);
    return known.filter(([met]) => met).map(([, place]) => place).join(between) || "0";
  };
  const one = (text) => String(text).split(/[\s\x1c-\x1f\x85]+/).join(" ").trim();
  /** What somebody typed, as it is, whatever stands in it. */
  const quoted = (text) => { const line = one(text); return line && `「${line.replace(/」/g, "」」")}」`; };
  const flags = data.chinese ? { refused: "拒", damaged: "损", exchanged: "换", returned: "退" } : { refused: "ref ", damaged: "dam ", exchanged: "exch ", returned: "ret " };
  const methods = data.chinese ? { cash: "现金", transfer: "转账", credit: "欠款", discount: "优惠" } : { cash: "cash", transfer: "transfer", credit: "credit", discount: "discount" };
  const moments = data.chinese ? { before: "前", after: "后" } : { before: "before", after: "after" };
  const writers = {
    check_in: (f) => f.check_in, check_out: (f) => f.check_out,
    steps: (f, s) => f.steps && ticks(Object.fromEntries(s.form.steps.map(([id]) => [id, f.steps.includes(id)])), s.form.steps.map(([id]) => id)),
    skipped: (f, s) => f.skipped && s.form.steps.map(([id], place) => f.skipped[id] && `${place + 1} ${quoted(f.skipped[id])}`).filter(Boolean).join("; "),
    photos: (f) => f.photos && f.photos.map((each) => `${moments[each.moment]} ${quoted(each.path)}`).join("; "),
    points: (f, s) => f.points && ticks(f.points, s.form.points.map(([id]) => id)),
    found: (f, s) => f.found && (s.form.must.map((id, place) => f.found[id] === false ? place + 1 : null).filter(Boolean).join(" ") || (data.chinese ? "无" : "none")),
    facings: (f) => f.facings && f.facings.join("/"),
    advice: (f) => f.advice && quoted(f.advice),
    stock: (f) => f.stock && f.stock.map((line) => count(line.product, line.quantity) + (line.produced ? `@${line.produced}` : "")).join(", "),
    order: (f) => f.order && f.order.map((line) => `${line.product} ${line.quantity}${line.unit ?? loose(data.products[line.product])}`).join(", "),
    delivery: (f) => f.delivery && [...new Set(f.delivery.map((line) => line.product))].map((id) => {
      const mine = f.delivery.filter((line) => line.product === id);
      const sum = (name) => mine.reduce((total, line) => total + (line[name] ?? 0), 0);
      return [count(id, sum("delivered")), ...Object.keys(flags).filter(sum).map((name) => flags[name] + said(data.products[id], sum(name)))].join(" ");
    }).join(", "),
    payments: (f) => f.payments && f.payments.map((each) => `${methods[each.method]}${each.amount}${each.approved_by || each.reference ? `(${quoted(each.approved_by || each.reference)})` : ""}`).join(" "),
    empties: (f) => f.empties && f.empties.map((line) => `${quoted(line.item)} ${line.quantity}`).join(", "),
    coaching: (f, s) => f.coaching && [s.form.topics.findIndex(([id]) => id === f.coaching.topic) + 1, f.coaching.skill].filter(Boolean).join(" "),
    action: (f) => f.action && quoted(f.action),
    followed_up: (f) => f.followed_up === undefined ? "" : data.chinese ? (f.followed_up ? "是" : "否") : (f.followed_up ? "yes" : "no"),
    bulletins: (f, s) => f.bulletins && ticks(Object.fromEntries(s.form.bulletins.map(([id]) => [id, f.bulletins.includes(id)])), s.form.bulletins.map(([id]) => id)),
    rating: (f) => f.rating && String(f.rating),
    note: (f) => f.note && quoted(f.note), left_reason: (f) => f.left_reason && quoted(f.left_reason),
  };
  const text = () => {
    const lines = [route.heading];
    for (const stop of route.stops) {
      const facts = stop.form ? sound(stop) : {};
      if (!Object.keys(facts).length) continue;
      lines.push(stop.form.head);
      for (const name of Object.keys(data.fields)) {
        const value = writers[name]?.(facts, stop);
        if (value) lines.push(`${data.fields[name]}${data.chinese ? "：" : ": "}${value}`);
      }
      // as it stands on the screen and so that nobody can read it as anything: whoever takes it in is told
      for (const { field, label, value } of Object.values(facts.unread ?? {})) lines.push(`${data.fields[field]}${data.chinese ? "：" : ": "}${label}${quoted(value)}?`);
    }
    return lines.join("\n") + "\n";
  };
  const leave = (sentence) => {
    const wrong = route.stops.flatMap((stop) => (stop.form ? Object.values(sound(stop).unread ?? {}) : []).map((each) => `#${stop.seq} ${each.label} ${each.value}`));
    said_.textContent = sentence;
    said_.className = "facts";
    left.textContent = wrong.length ? `${w.unread_left} ${wrong.join(" · ")}` : "";
  };
  const download = () => {
    document.activeElement?.blur();
    try {
      const link = el("a", { href: URL.createObjectURL(new Blob([JSON.stringify(file(), null, 1)], { type: "application/json" })),
        download: `roundsman-${data.date}-${route.rep.replace(/[^\p{L}\p{N}_-]/gu, "_")}.json` });
      document.body.append(link);
      link.click();
      link.remove();
      leave("");
    } catch { leave(w.file_failed); said_.className = "wrong"; }
  };
  /** By the phone's clipboard, where it has one and allows it in time; else by choosing the text. */
  const copied = async (text) => {
    try {
      await Promise.race([navigator.clipboard.writeText(text), new Promise((_, fail) => setTimeout(fail, 3000))]);
      return true;
    } catch { /* an old phone, a page that is not trusted, or forbidden */ }
    try { choose(); return document.execCommand("copy"); } catch { return false; }
  };
  const choose = () => { out.focus(); out.select(); out.setSelectionRange(0, out.value.length); };
  const copy = async () => {
    document.activeElement?.blur();
    out.value = text();
    out.hidden = false;
    const done = await copied(out.value);
    leave(done ? w.copied : w.copy_failed);
    if (!done) { said_.className = "wrong"; choose(); }
  };
  const out = el("textarea", { id: "text", readonly: true, hidden: true, "aria-label": w.text });
  const said_ = el("p", { class: "facts", role: "status", id: "said" });
  const left = el("p", { class: "wrong", role: "alert", id: "left" });
  const clear = () => {
    if (!confirm(w.sure)) return;
    results = {};
    keep();
    show();
  };

  const show = () => {
    cards.clear();
    const choose = data.routes.length > 1 && el("select", { id: "rep", onchange: () => { route = data.routes[choose.selectedIndex]; load(); show(); } },
      ...data.routes.map((each) => el("option", { selected: each === route }, each.name)));
    head.replaceChildren(
      el("h1", {}, el("span", {}, route ? route.name : data.distributor), el("span", { class: "progress" })),
      el("p", {}, [data.day, route?.summary].filter(Boolean).join(" · ")),
      ...(route?.warnings ?? []).map((warning) => el("p", { class: "warning" }, `! ${warning}`)), ...(choose ? [choose] : []));
    if (!route || !route.stops.length) { document.getElementById("stops").replaceChildren(el("p", {}, w.no_stops)); return; }
    head.append(el("progress", { max: route.stops.length, value: 0 }));
    document.getElementById("stops").replaceChildren(...route.stops.flatMap((stop) => [
      ...(stop.pause ? [el("div", { class: "pause" }, `☕ ${stop.pause}`)] : []), cardOf(stop)]));
    document.getElementById("foot").replaceChildren(
      el("div", { class: "bar" }, el("button", { type: "button", class: "main", id: "copy", onclick: copy }, w.copy),
        el("button", { type: "button", class: "main", id: "file", onclick: download }, w.file)),
      said_, left, out, el("button", { type: "button", id: "clear", onclick: clear }, w.clear));
    route.stops.filter((stop) => stop.form).forEach(showState);
    showHead();
  };
  if (route) load();
  show();
  if (route) kept.textContent = plain(file());
})();
