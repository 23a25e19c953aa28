package markdown

import (
	"net/url"
	"strings"
	"testing"

	"golang.org/x/net/html"
)

// attacks are tricks of many kinds: raw tags, handlers, schemes in many
// disguises, foreign images, broken nesting, clobbering ids, foreign content.
var attacks = []string{
	`<script>alert(1)</script>`, `<ScRiPt src=//evil.example/x.js></ScRiPt>`, `<script>alert(1)//`, `<<script>script>alert(1)</script>`,
	`<img src=x onerror=alert(1)>`, `<img/src=x/onerror=alert(1)>`, "<img src=x\nonerror=alert(1)>", "<img src=`x` onerror=alert(1)>",
	`<svg onload=alert(1)>`, `<svg><script>alert(1)</script></svg>`, `<svg><a xlink:href="javascript:alert(1)"><text>x</text></a></svg>`, `<svg><animate onbegin=alert(1) attributeName=x dur=1s>`,
	`<math><mtext><table><mglyph><style><img src=x onerror=alert(1)>`, `<math href="javascript:alert(1)">x</math>`,
	`<iframe src="javascript:alert(1)"></iframe>`, `<iframe srcdoc="<script>alert(1)</script>">`, `<object data="data:text/html,<script>alert(1)</script>">`, `<embed src=javascript:alert(1)>`,
	`<body onload=alert(1)>`, `<details open ontoggle=alert(1)>x</details>`, `<video><source onerror=alert(1)></video>`, `<audio src=x onerror=alert(1)>`,
	`<input autofocus onfocus=alert(1)>`, `<form action="javascript:alert(1)"><button>x</button></form>`, `<button formaction=javascript:alert(1)>x</button>`, `<select onfocus=alert(1) autofocus>`,
	`<style>@import 'https://evil.example/x.css';</style>`, `<div style="background:url(javascript:alert(1))">x</div>`, `<link rel=stylesheet href=//evil.example/x.css>`, `<base href="https://evil.example/">`,
	`<meta http-equiv=refresh content="0;url=javascript:alert(1)">`, `<a href="javascript:alert(1)">x</a>`, `<a href=" &#1; javascript:alert(1)">x</a>`, `<a href="jav&#x09;ascript:alert(1)">x</a>`,
	`[x](javascript:alert(1))`, `[x](JaVaScRiPt:alert(1))`, `[x](java&#115;cript:alert(1))`, "[x](java\tscript:alert(1))",
	`[x](<java&#10;script:alert(1)>)`, `[x](&#x6A&#x61&#x76&#x61&#x73&#x63&#x72&#x69&#x70&#x74&#x3A;alert(1))`, `[x](javascript&colon;alert(1))`, `[x](vbscript:msgbox(1))`,
	`[x](data:text/html;base64,PHNjcmlwdD5hbGVydCgxKTwvc2NyaXB0Pg==)`, `[x](data:image/svg+xml,<svg/onload=alert(1)>)`, `[x](file:///etc/passwd)`, `[x](//evil.example/)`,
	`[x](/\evil.example/)`, `[x](\\evil.example)`, `[x](https:evil.example)`, `[x](blob:https://x/1)`,
	`<javascript:alert(1)>`, `<data:text/html,x>`, `<vbscript:x>`, "[x]: javascript:alert(1)\n\n[x]",
	"[x][y]\n\n[y]: <javascript:alert(1)> \"t\"", `![x](https://evil.example/track.gif)`, `![x](//evil.example/track.gif)`, `![x](data:image/png;base64,AAAA)`,
	`![x](javascript:alert(1))`, `![x" onerror="alert(1)](/a.png)`, `![x](/a.png "t\" onerror=\"alert(1)")`, `[x](/a "t' onmouseover='alert(1)")`,
	`[x](/a" onclick="alert(1))`, `[![x](javascript:a)](javascript:b)`, "```\"><script>alert(1)</script>\nx\n```", "```html onload=alert(1)\n<script>alert(1)</script>\n```",
	"`<script>alert(1)</script>`", "# <img src=x onerror=alert(1)>", "# x {#id onclick=alert(1)}", "| <script> | x |\n|---|---|\n| <img src=x onerror=alert(1)> | [y](javascript:z) |",
	"[^1]\n\n[^1]: <script>alert(1)</script> [x](javascript:y)", `<!--[if IE]><script>alert(1)</script><![endif]-->`, `<!-- --><script>alert(1)</script>`, `<![CDATA[<script>alert(1)</script>]]>`,
	`<?php echo "<script>alert(1)</script>" ?>`, `<!DOCTYPE html><script>alert(1)</script>`, `</p></div></main><h1>Giả</h1>`, `<noscript><p title="</noscript><img src=x onerror=alert(1)>">`,
	`<a id=noi-dung name=location>x</a>`, `<template><script>alert(1)</script></template>`, "<xmp><script>alert(1)</script></xmp>", "&lt;script&gt;alert(1)&lt;/script&gt;",
	"\u202ejavascript:alert(1)", "[x](java\u0000script:alert(1))", "[x](\u0001javascript:alert(1))", "<scr\u0000ipt>alert(1)</scr\u0000ipt>",
	"http://a.example/\"onmouseover=\"alert(1)", "www.example.org/<script>alert(1)</script>", "~~<img src=x onerror=alert(1)>~~", "* <svg onload=alert(1)>",
}

var allowed = map[string]string{
	"h2": "id", "h3": "id", "h4": "id", "h5": "id", "h6": "id", "p": "", "ul": "", "ol": "start", "li": "id", "blockquote": "",
	"pre": "", "code": "class", "em": "", "strong": "", "del": "", "hr": "", "br": "", "sup": "id", "table": "", "thead": "", "tbody": "", "tr": "",
	"th": "class scope", "td": "class", "div": "class tabindex role", "a": "href title rel class role", "img": "src alt title",
	"html": "", "head": "", "body": "",
}

// harmless fails unless a browser would build nothing but allowed elements with
// allowed attributes from out.
func harmless(t *testing.T, src, out string) {
	t.Helper()
	root, err := html.Parse(strings.NewReader(out))
	if err != nil {
		t.Fatal(err)
	}
	var walk func(*html.Node)
	walk = func(n *html.Node) {
		switch n.Type {
		case html.CommentNode, html.DoctypeNode:
			t.Errorf("%q: a comment survived: %s", src, out)
		case html.ElementNode:
			attrs, ok := allowed[n.Data]
			if !ok || n.Namespace != "" {
				t.Errorf("%q: element %s: %s", src, n.Data, out)
			}
			for _, a := range n.Attr {
				if !strings.Contains(" "+attrs+" ", " "+a.Key+" ") {
					t.Errorf("%q: attribute %s on %s: %s", src, a.Key, n.Data, out)
				}
				if a.Key == "href" || a.Key == "src" {
					address(t, src, n.Data, a.Val)
				}
				if a.Key == "id" && !strings.HasPrefix(a.Val, DefaultPrefix) {
					t.Errorf("%q: id %q could take the place of the page's own", src, a.Val)
				}
			}
		}
		for c := n.FirstChild; c != nil; c = c.NextSibling {
			walk(c)
		}
	}
	walk(root)
}

func address(t *testing.T, src, element, raw string) {
	t.Helper()
	base, _ := url.Parse("https://kesach.example/van-ban/1")
	u, err := base.Parse(raw)
	if err != nil || strings.ContainsAny(raw, "\\\x00\t\n\r") {
		t.Errorf("%q: unreadable address %q", src, raw)
		return
	}
	switch u.Scheme {
	case "https", "http", "mailto", "tel":
	default:
		t.Errorf("%q: scheme of %q", src, raw)
	}
	if element == "img" && u.Host != base.Host {
		t.Errorf("%q: image from %q", src, raw)
	}
	if strings.HasPrefix(raw, "//") {
		t.Errorf("%q: address without scheme %q", src, raw)
	}
}

func TestAttacksComeOutHarmless(t *testing.T) {
	if len(attacks) < 60 {
		t.Fatalf("the corpus has only %d attacks", len(attacks))
	}
	for _, src := range attacks {
		for _, around := range []string{"%", "x % y", "> %", "- a\n- %", "**%**", "%\n\n%", "[%](/a)"} {
			whole := strings.ReplaceAll(around, "%", src)
			harmless(t, whole, string(Render(whole)))
		}
	}
}

// Each line of defence must hold without the other.
func TestEachLineHoldsAlone(t *testing.T) {
	for _, src := range attacks {
		harmless(t, src, string(write(DefaultPrefix, src)))
		for _, a := range runnable(policy.Sanitize(src)) {
			t.Errorf("the sanitiser alone lets %s through: %q", a, src)
		}
	}
}

// runnable lists what could run in out.
func runnable(out string) (found []string) {
	root, _ := html.Parse(strings.NewReader(out))
	for n := range root.Descendants() {
		if _, ok := allowed[n.Data]; n.Type == html.ElementNode && !ok {
			found = append(found, n.Data)
		}
		for _, a := range n.Attr {
			u, err := url.Parse(a.Val)
			if strings.HasPrefix(a.Key, "on") || a.Key == "style" || a.Key == "href" && (err != nil || u.Scheme == "javascript" || u.Scheme == "data") {
				found = append(found, a.Key+"="+a.Val)
			}
		}
	}
	return found
}

func FuzzRender(f *testing.F) {
	for _, src := range attacks {
		f.Add(src)
	}
	f.Fuzz(func(t *testing.T, src string) {
		harmless(t, src, string(Render(src)))
		Text(src)
		for _, h := range TOC(src) {
			if !strings.HasPrefix(h.ID, DefaultPrefix) {
				t.Errorf("heading id %q", h.ID)
			}
		}
	})
}
