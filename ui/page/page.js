// Clicks inside the page's own HTML: citations, steps between them, the outline, copying, light and dark.
window.xianbao = (() => {
  const early = []; // what was clicked before the page could send it
  let send = (...click) => early.push(click);
  let current = null; // the citation link that is open

  // What is open on a narrow screen is a class of the main part: Gradio keeps our styles inside its own part.
  const stage = () => document.getElementById("xb-main").classList;

  const links = (link) => {
    const seen = new Set();
    const home = link.closest(".xb-answer, .xb-results") || document;
    return [...home.querySelectorAll("[data-cite]")].filter(
      (one) => !seen.has(one.dataset.cite) && seen.add(one.dataset.cite));
  };

  function open(link) {
    document.querySelectorAll("[data-cite].xb-current").forEach((one) => one.classList.remove("xb-current"));
    current = link;
    link.classList.add("xb-current");
    stage().add("xb-reading");
    send("cite", { cite: link.dataset.cite });
  }

  function step(by) {
    if (!current || !current.isConnected) return;
    const all = links(current);
    const at = all.findIndex((one) => one.dataset.cite === current.dataset.cite);
    const next = all[(at + by + all.length) % all.length];
    next.scrollIntoView({ block: "nearest" });
    open(next);
  }

  // The address of what a view shows stands in the browser's, so that it can be kept and sent.
  function linked(element) {
    const link = element.querySelector("[data-link]")?.dataset.link;
    if (link && element.offsetParent) history.replaceState(null, "", link);
  }

  // Scrolls the report, and nothing around it, until `part` stands at this share of its height.
  function bring(part, share) {
    const report = part?.closest(".xb-report");
    if (!report) return;
    const place = part.getBoundingClientRect().top - report.getBoundingClientRect().top;
    report.scrollTop += place - report.clientHeight * share;
  }

  function close() {
    stage().remove("xb-reading");
    if (current && current.isConnected) current.focus();
  }

  // A chart as it stands in the page, as a file: SVG as it is, PNG drawn at twice the size.
  function picture(button) {
    const svg = button.closest("figure").querySelector("svg");
    const [, , width, height] = svg.getAttribute("viewBox").split(" ").map(Number);
    const copied = svg.cloneNode(true);
    copied.removeAttribute("class");
    copied.setAttribute("width", width);
    copied.setAttribute("height", height);
    const source = new XMLSerializer().serializeToString(copied);
    const url = URL.createObjectURL(new Blob([source], { type: "image/svg+xml" }));
    const name = (svg.getAttribute("aria-label") || "chart").trim();
    if (button.dataset.picture === "svg") return save(url, `${name}.svg`);
    const image = new Image();
    image.onload = () => {
      const canvas = document.createElement("canvas");
      canvas.width = width * 2;
      canvas.height = height * 2;
      const pen = canvas.getContext("2d");
      pen.fillStyle = "#ffffff";
      pen.fillRect(0, 0, canvas.width, canvas.height);
      pen.drawImage(image, 0, 0, canvas.width, canvas.height);
      canvas.toBlob((blob) => save(URL.createObjectURL(blob), `${name}.png`), "image/png");
    };
    image.src = url;
  }

  function save(url, name) {
    const link = document.createElement("a");
    link.href = url;
    link.download = name;
    link.click();
    setTimeout(() => URL.revokeObjectURL(url), 10000);
  }

  // --- the conversations of this browser, newest first ---------------------------------------------
  const KEY = "xianbao-chats";
  const MOST = 60;
  let chat = null; // the one that is open

  function chats() {
    try { return JSON.parse(localStorage.getItem(KEY)) || []; } catch { return []; }
  }

  function keep(questions) {
    const all = chats();
    const same = (one) => one.questions.join("\n") === questions.join("\n");
    let mine = all.find((one) => one.id === chat) || all.find(same);
    if (!mine) { mine = { id: String(Date.now()) }; all.unshift(mine); }
    mine.questions = questions;
    chat = mine.id;
    localStorage.setItem(KEY, JSON.stringify(all.slice(0, MOST)));
    listChats();
  }

  function openChat(id) {
    const mine = chats().find((one) => one.id === id);
    if (!mine) return;
    chat = id;
    stage().remove("xb-chatting");
    send("act", { act: "open", turn: null, questions: mine.questions });
    listChats();
  }

  function dropChat(id) {
    localStorage.setItem(KEY, JSON.stringify(chats().filter((one) => one.id !== id)));
    if (chat === id) chat = null;
    listChats();
  }

  function listChats() {
    const list = document.querySelector(".xb-chats ul");
    if (!list) return;
    list.replaceChildren(...chats().map((one) => {
      const item = document.createElement("li");
      const name = document.createElement("button");
      name.type = "button";
      name.dataset.chat = one.id;
      name.textContent = one.questions[0];
      name.title = one.questions.join("\n");
      if (one.id === chat) name.setAttribute("aria-current", "true");
      const drop = document.createElement("button");
      drop.type = "button";
      drop.dataset.drop = one.id;
      drop.textContent = "✕";
      drop.title = list.dataset.drop;
      drop.setAttribute("aria-label", `${list.dataset.drop}: ${one.questions[0]}`);
      item.append(name, drop);
      return item;
    }));
  }

  function share(button, turn) {
    const questions = [...document.querySelectorAll(".xb-question")].slice(0, turn + 1);
    const query = new URLSearchParams(questions.map((one) => ["q", one.textContent]));
    navigator.clipboard.writeText(`${location.origin}${location.pathname}?${query}`);
    done(button);
  }

  function report(button) {
    const { report, reportAct, confirm } = button.dataset;
    if (confirm && !window.confirm(confirm)) return;
    if (reportAct === "open") stage().add("xb-reading");
    send(reportAct === "remove" ? "remove" : "reports", { act: reportAct, report });
  }

  function done(button) {
    button.classList.add("xb-done");
    setTimeout(() => button.classList.remove("xb-done"), 1500);
  }

  function copy(button) {
    const answer = button.closest(".xb-answer").cloneNode(true);
    answer.querySelectorAll(".xb-actions, .xb-understood").forEach((one) => one.remove());
    answer.querySelectorAll("td small").forEach((one) => (one.textContent = `（${one.textContent}）`));
    answer.querySelectorAll(".xb-where").forEach((one) => one.append("："));
    answer.querySelectorAll("details").forEach((one) => (one.open = true));
    answer.style.cssText = "position:fixed;left:-9999px;width:60rem";
    document.body.append(answer);
    const text = answer.innerText;
    answer.remove();
    navigator.clipboard.writeText(text).then(() => done(button));
  }

  document.addEventListener("click", (event) => {
    if (event.ctrlKey || event.metaKey || event.shiftKey) return;
    const link = event.target.closest("[data-cite]");
    if (link) { event.preventDefault(); return open(link); }
    const button = event.target.closest("button");
    if (!button) return;
    if (button.dataset.act === "copy") return copy(button);
    if (button.dataset.act) {
      const { act, question, reason } = button.dataset;
      const turn = button.dataset.turn === undefined ? null : Number(button.dataset.turn);
      if (act === "link") return share(button, turn);
      if (act === "judge") return send("judge", { turn, reason });
      if (act === "new") chat = null;
      send("act", { act, turn, questions: question === undefined ? [] : [question] });
      if (act !== "retry") document.querySelector("#xb-box textarea")?.focus();
    } else if (button.dataset.chat) openChat(button.dataset.chat);
    else if (button.dataset.drop) dropChat(button.dataset.drop);
    else if (button.dataset.reportAct) report(button);
    else if (button.dataset.column) send("figures", { column: button.dataset.column });
    else if (button.dataset.page) send("figures", { page: Number(button.dataset.page) });
    else if (button.dataset.picture) picture(button);
    else if (button.dataset.step) step(Number(button.dataset.step));
    else if (button.dataset.section) {
      bring(document.getElementById(`xb-section-${button.dataset.section}`), 0.02);
      button.closest("details").open = false;
    } else if (button.classList.contains("xb-close")) close();
    else if (button.classList.contains("xb-menu")) stage().toggle("xb-chatting");
    else if (button.classList.contains("xb-theme")) {
      const dark = document.body.classList.toggle("dark");
      localStorage.setItem("xianbao-theme", dark ? "dark" : "light");
    }
  });

  // Another view is shown: its address, once it is there.
  document.addEventListener("click", (event) => {
    if (!event.target.closest("[role=tab]")) return;
    setTimeout(() => {
      const view = [...document.querySelectorAll("#xb-start, #xb-log, #xb-results, #xb-figures, #xb-list")];
      view.filter((one) => one.offsetParent).forEach(linked);
    }, 100);
  });

  document.addEventListener("keydown", (event) => {
    if (event.key === "Escape" && stage().contains("xb-reading")) close();
    const typing = event.target.closest("input, textarea, [contenteditable=true]");
    if (event.key === "/" && !typing) {
      event.preventDefault();
      document.getElementById("xb-view-search-button")?.click();
      setTimeout(() => document.querySelector("#xb-find input, #xb-find textarea")?.focus(), 50);
    }
    const point = event.target.closest("svg [data-cite]");
    if (point && (event.key === "Enter" || event.key === " ")) { event.preventDefault(); open(point); }
    if (event.key === "Enter" && (event.ctrlKey || event.metaKey)) document.querySelector("#xb-send")?.click();
  });

  return {
    connect(trigger) {
      send = trigger;
      early.forEach((click) => send(...click));
      const theme = localStorage.getItem("xianbao-theme");
      if (theme) document.body.classList.toggle("dark", theme === "dark");
    },
    // The evidence panel: once a report is shown, bring what is marked into view.
    evidence(element, watch) {
      if (new URLSearchParams(location.search).has("cite")) stage().add("xb-reading");
      watch("value", () => {
        const inner = element.querySelector(".xb-report");
        if (!inner) return;
        const mark = element.querySelector("mark.xb-hit") || element.querySelector("#xb-sentence");
        const head = element.querySelector(".xb-evidence-head");
        bring(mark, 0.35);
        const count = head.querySelector(".xb-step-count");
        if (current && current.isConnected && count) {
          const all = links(current);
          const at = all.findIndex((one) => one.dataset.cite === current.dataset.cite);
          count.textContent = `${at + 1} / ${all.length}`;
        }
        if (window.matchMedia("(max-width: 900px)").matches) head.querySelector(".xb-close").focus();
      });
    },
    linked(watch, element) {
      watch("value", () => linked(element));
    },
    chats(element) { listChats(); },
    // The conversation: a new question stands at the top of the view, and its answer grows below it.
    log(element, watch) {
      let turns = 0;
      watch("value", () => {
        const all = element.querySelectorAll(".xb-turn");
        const log = document.getElementById("xb-log");
        if (all.length > turns) {
          log.scrollTop += all[all.length - 1].getBoundingClientRect().top - log.getBoundingClientRect().top;
        }
        turns = all.length;
        if (!turns) chat = null;
        if (turns && !element.querySelector(".xb-pending")) {
          keep([...element.querySelectorAll(".xb-question")].map((one) => one.textContent));
        }
        linked(turns ? element : document.getElementById("xb-start"));
      });
    },
  };
})();
