(function () {
  'use strict';
  var data = JSON.parse(document.getElementById('data').textContent);
  var store = 'strait-sampling-' + data.run;
  var votes = [];
  try { votes = JSON.parse(localStorage.getItem(store) || '[]'); } catch (e) { votes = []; }
  var byTask = {};
  data.texts.forEach(function (t, i) { (byTask[t.task] = byTask[t.task] || []).push(i); });
  var tasks = Object.keys(byTask).filter(function (t) {
    return new Set(byTask[t].map(function (i) { return data.texts[i].setting; })).size > 1;
  });
  var pair = null;

  function pick(list) { return list[Math.floor(Math.random() * list.length)]; }

  /* Settings are drawn first, so that each is compared as often; equal texts tell nothing. */
  function next() {
    for (var tries = 0; tries < 200; tries++) {
      var here = byTask[pick(tasks)];
      var settings = Array.from(new Set(here.map(function (i) { return data.texts[i].setting; })));
      var one = pick(settings), two = pick(settings);
      if (one === two) { continue; }
      var of = function (s) { return pick(here.filter(function (i) { return data.texts[i].setting === s; })); };
      var a = of(one), b = of(two);
      if (data.texts[a].text === data.texts[b].text) { continue; }
      return [a, b];
    }
    return null;
  }

  function show() {
    pair = tasks.length ? next() : null;
    document.getElementById('count').textContent = votes.length;
    document.getElementById('task').textContent =
      pair ? 'Prompt: ' + data.tasks[data.texts[pair[0]].task] : 'There are no two texts to compare.';
    document.getElementById('left').textContent = pair ? data.texts[pair[0]].text : '';
    document.getElementById('right').textContent = pair ? data.texts[pair[1]].text : '';
  }

  function key(i) { var t = data.texts[i]; return t.setting + '/' + t.task + '/' + t.sample; }

  function save() { try { localStorage.setItem(store, JSON.stringify(votes)); } catch (e) { /* kept in memory */ } }

  document.querySelectorAll('[data-vote]').forEach(function (button) {
    button.addEventListener('click', function () {
      if (!pair) { return; }
      votes.push({ a: key(pair[0]), b: key(pair[1]), winner: button.dataset.vote });
      save();
      show();
    });
  });
  document.getElementById('skip').addEventListener('click', show);
  document.getElementById('clear').addEventListener('click', function () {
    if (confirm('Forget ' + votes.length + ' votes?')) { votes = []; save(); show(); }
  });
  document.getElementById('export').addEventListener('click', function () {
    var blob = new Blob([JSON.stringify({ run: data.run, votes: votes }, null, 1)], { type: 'application/json' });
    var link = document.createElement('a');
    link.href = URL.createObjectURL(blob);
    link.download = 'votes.json';
    link.click();
    setTimeout(function () { URL.revokeObjectURL(link.href); }, 1000);
  });
  show();
})();
