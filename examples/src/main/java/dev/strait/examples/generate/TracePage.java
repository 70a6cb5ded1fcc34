package dev.strait.examples.generate;

import dev.strait.examples.report.Page;
import dev.strait.vocabulary.Vocabulary;
import java.nio.charset.StandardCharsets;
import java.util.HexFormat;
import java.util.List;
import java.util.Locale;

/**
 * One generation as a page.
 *
 * @param title what generated it
 * @param prompt what was asked
 * @param vocabulary the model's tokens
 * @param result the generation
 */
record TracePage(String title, String prompt, Vocabulary vocabulary, Decoder.Result result) {

  /**
   * The text as coloured tokens, the details of one of them beside it, and all of them in a strip
   * above; the mouse shows a token, a click holds it, keys move on.
   */
  private static final String SCRIPT =
      """
      (function(){'use strict';
      var box=document.getElementById('text'),tokens=Array.from(box.querySelectorAll('i')),
      rows=JSON.parse(document.getElementById('steps').textContent),strip=document.getElementById('strip'),at=-1,held=false;
      function bar(list,className){return list.map(function(c){
        return '<tr><td class="mono">'+c[0]+'</td><td class="n">'+c[1]+'</td><td class="bar"><span class="'+className+'" style="width:'+c[2]+'%"></span></td></tr>';}).join('');}
      function show(i,scroll){if(i<0||i>=tokens.length){return;}
        if(at>=0){tokens[at].classList.remove('on');}at=i;tokens[i].classList.add('on');
        if(scroll){var top=tokens[i].offsetTop-box.clientHeight/2;box.scrollTop=top<0?0:top;}
        var r=rows[i];
        document.getElementById('detail').innerHTML='<h3>Token '+(i+1)+' of '+tokens.length+': <span class="mono">'+r.t+'</span></h3>'
          +'<p class="small">'+r.s+'</p><div class="two"><div><b class="small">Before the mask</b><table>'+bar(r.b,'before')
          +'</table></div><div><b class="small">After the mask</b><table>'+bar(r.a,'after')+'</table></div></div><p class="small soft">'+r.p+'</p>';
        draw();}
      function draw(){var ratio=window.devicePixelRatio||1,w=strip.clientWidth,h=strip.clientHeight,c=strip.getContext('2d'),
        look=getComputedStyle(document.documentElement),n=rows.length;
        strip.width=w*ratio;strip.height=h*ratio;c.scale(ratio,ratio);
        for(var i=0;i<n;i++){c.fillStyle=look.getPropertyValue(rows[i].f?'--c7':'--c4');
          var part=Math.max(rows[i].k,0.04)*(h-2);c.globalAlpha=rows[i].f?0.35:0.8;c.fillRect(w*i/n,h-part,Math.max(w/n,0.7),part);}
        c.globalAlpha=1;c.fillStyle=look.getPropertyValue('--ink');c.fillRect(Math.max(0,w*at/n-1),0,2,h);}
      tokens.forEach(function(t,i){t.addEventListener('click',function(){held=!(held&&at===i);show(i);});
        t.addEventListener('mouseenter',function(){if(!held){show(i);}});});
      strip.addEventListener('click',function(e){held=true;show(Math.floor(e.offsetX/strip.clientWidth*rows.length),true);});
      window.addEventListener('resize',draw);
      function move(by){held=true;show(at+by,true);}
      document.addEventListener('keydown',function(e){
        if(e.key==='ArrowRight'){move(1);e.preventDefault();}if(e.key==='ArrowLeft'){move(-1);e.preventDefault();}if(e.key==='Escape'){held=false;}});
      document.getElementById('next').addEventListener('click',function(){move(1);});
      document.getElementById('previous').addEventListener('click',function(){move(-1);});
      function jump(test){for(var k=1;k<=rows.length;k++){var i=(at+k)%rows.length;if(test(rows[i],rows[i-1])){held=true;show(i,true);return;}}}
      document.getElementById('jump').addEventListener('click',function(){jump(function(r){return r.k>0.5&&!r.f;});});
      document.getElementById('choice').addEventListener('click',function(){jump(function(r,b){return !r.f&&(!b||b.f);});});
      if(tokens.length){show(0);}
      })();
      """;

  private static final String STYLE =
      """
      body{max-width:84rem}
      .trace{display:grid;grid-template-columns:minmax(0,3fr) minmax(20rem,2fr);gap:1rem;align-items:start}
      #text{position:relative;line-height:1.9;overflow-wrap:anywhere;white-space:pre-wrap;max-height:70vh;overflow:auto;margin:0}
      #text i{font-style:normal;cursor:pointer;border-radius:.2rem;padding:.1rem 0;border-bottom:2px solid var(--line)}
      #text i.on{outline:2px solid var(--ink)}#text i.f{color:var(--soft)}
      #detail{position:sticky;top:.5rem;margin:0;min-height:16rem}#detail h3{margin:.1rem 0}#detail p{margin:.4rem 0}
      #strip{display:block;width:100%;height:3.2rem;cursor:pointer;margin:.4rem 0}
      .two{display:grid;grid-template-columns:1fr;gap:.6rem}
      .two td{padding:.1rem .4rem;border:0}.two td.mono{max-width:9rem;overflow:hidden;text-overflow:ellipsis}
      .bar{width:40%}.bar span{display:block;height:.7rem;border-radius:.2rem}.before{background:var(--c7)}.after{background:var(--c0)}
      .buttons{display:flex;gap:.5rem;flex-wrap:wrap;margin:.6rem 0}
      @media(max-width:54rem){.trace{grid-template-columns:1fr}#text{max-height:38vh}#detail{position:static}
      .two{grid-template-columns:1fr 1fr}.bar{display:none}.two td.mono{max-width:6rem}}
      """;

  /** Figures of the whole generation in one line. */
  String summary() {
    int forced = (int) result.steps().stream().filter(s -> s.allowedTokens() == 1).count();
    double removed =
        result.steps().stream().mapToDouble(s -> 1 - s.allowedShare()).average().orElse(0);
    long turned = result.steps().stream().filter(TracePage::isTurned).count();
    return String.format(
        Locale.ROOT,
        "%d tokens; %d forced; the mask removed %.1f%% of the probability on average and changed"
            + " the likeliest token %d times%s",
        result.steps().size(),
        forced,
        100 * removed,
        turned,
        result.end() == Decoder.End.BUDGET ? "; the budget was used up" : "");
  }

  private static boolean isTurned(Decoder.Step step) {
    return !step.before().isEmpty()
        && !step.after().isEmpty()
        && step.before().get(0).token() != step.after().get(0).token();
  }

  /** Returns the page. */
  String html() {
    Page page = new Page("Trace of a generation").style(STYLE);
    page.paragraph(title + ". " + summary() + ".");
    if (!prompt.isEmpty()) {
      page.html(
          "<details><summary>Prompt</summary><pre>" + Page.escape(prompt) + "</pre></details>");
    }
    page.note(
        "The redder a token, the more of the model's probability the mask removed there; grey ones"
            + " were forced: nothing else was allowed. Point at a token or tap it; a click holds it;"
            + " the arrow keys move on. The strip shows all tokens, the higher the more was removed.");
    page.html(legend());
    page.html("<canvas id=\"strip\"></canvas>");
    page.html(
        "<div class=\"buttons\"><button id=\"previous\" aria-label=\"the token before\">\u2190</button>"
            + "<button id=\"next\" aria-label=\"the next token\">\u2192</button>"
            + "<button id=\"choice\">Next choice</button>"
            + "<button id=\"jump\">Next choice with over half removed</button></div>");
    page.html(
        "<div class=\"trace\"><div class=\"card mono\" id=\"text\">"
            + tokens()
            + "</div><div class=\"card\" id=\"detail\"></div></div>");
    page.html("<script type=\"application/json\" id=\"steps\">" + steps() + "</script>");
    return page.html("<script>" + SCRIPT + "</script>").toString();
  }

  private static String legend() {
    StringBuilder out = new StringBuilder("<div class=\"legend\">");
    for (int percent : new int[] {0, 25, 50, 75, 100}) {
      out.append("<span><i style=\"background:").append(tint(percent / 100.0)).append("\"></i>");
      out.append(percent).append("% removed</span>");
    }
    return out.append("</div>").toString();
  }

  private static String tint(double removed) {
    return String.format(
        Locale.ROOT, "color-mix(in srgb,var(--c4) %.0f%%,transparent)", 55 * removed);
  }

  private String tokens() {
    StringBuilder out = new StringBuilder();
    for (Decoder.Step step : result.steps()) {
      out.append(step.allowedTokens() == 1 ? "<i class=\"f\"" : "<i")
          .append(" style=\"background:")
          .append(tint(1 - step.allowedShare()))
          .append("\">")
          .append(Page.escape(shown(step.token()).replace("\u21b5", "\u21b5\n")))
          .append("</i>");
    }
    return out.toString();
  }

  /** The details of each step for the script: HTML in JSON strings, so escaped twice. */
  private String steps() {
    StringBuilder out = new StringBuilder("[");
    for (Decoder.Step step : result.steps()) {
      out.append(out.length() == 1 ? "{" : ",{");
      out.append("\"t\":").append(json(Page.escape(shown(step.token()))));
      out.append(",\"s\":").append(json(Page.escape(words(step))));
      out.append(",\"p\":").append(json(Page.escape(place(step.places()))));
      out.append(String.format(Locale.ROOT, ",\"k\":%.4f", 1 - step.allowedShare()));
      out.append(",\"f\":").append(step.allowedTokens() == 1);
      out.append(",\"b\":").append(choices(step.before()));
      out.append(",\"a\":").append(choices(step.after())).append('}');
    }
    return out.append(']').toString();
  }

  private static String place(List<String> places) {
    return places.isEmpty() ? "" : "In " + String.join(" \u2039 ", places);
  }

  private String words(Decoder.Step step) {
    String forced = step.allowedTokens() == 1 ? "forced; " : "";
    return String.format(
        Locale.ROOT,
        "%s%,d of %,d tokens allowed; the mask removed %.2f%% of the probability; this token had"
            + " %.3f%% before it",
        forced,
        step.allowedTokens(),
        vocabulary.size(),
        100 * (1 - step.allowedShare()),
        100 * Math.exp(step.logProbability()));
  }

  private String choices(List<Decoder.Choice> choices) {
    StringBuilder out = new StringBuilder("[");
    for (Decoder.Choice choice : choices) {
      double percent = 100 * Math.min(1, choice.probability());
      out.append(out.length() == 1 ? "[" : ",[").append(json(Page.escape(shown(choice.token()))));
      out.append(String.format(Locale.ROOT, ",\"%.2f%%\",%.1f]", percent, percent));
    }
    return out.append(']').toString();
  }

  private static String json(String text) {
    StringBuilder out = new StringBuilder("\"");
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      boolean plain = c >= ' ' && c != '"' && c != '\\' && c != '<' && c < 0x2028;
      out.append(plain ? String.valueOf(c) : String.format("\\u%04x", (int) c));
    }
    return out.append('"').toString();
  }

  private String shown(int token) {
    if (!vocabulary.isText(token)) {
      return "end";
    }
    byte[] bytes = vocabulary.bytes(token);
    String text = new String(bytes, StandardCharsets.UTF_8);
    if (text.indexOf('\uFFFD') >= 0) {
      return "\u2039" + HexFormat.of().withUpperCase().formatHex(bytes) + "\u203a";
    }
    return text.replace("\n", "\u21b5").replace("\t", "\u21e5").replace("\r", "");
  }
}
