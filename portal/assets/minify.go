package assets

import "bytes"

// minify drops comments and blanks that mean nothing in CSS. It leaves strings
// alone and keeps the blanks of selectors and of calc().
func minify(css []byte) []byte {
	out := make([]byte, 0, len(css))
	for i := 0; i < len(css); i++ {
		switch c := css[i]; {
		case c == '/' && i+1 < len(css) && css[i+1] == '*':
			end := bytes.Index(css[i+2:], []byte("*/"))
			if end < 0 {
				return out
			}
			i += end + 3
		case c == '"' || c == '\'':
			end := i + 1
			for end < len(css) && css[end] != c {
				if css[end] == '\\' {
					end++
				}
				end++
			}
			end = min(end, len(css)-1)
			out = append(out, css[i:end+1]...)
			i = end
		case c == ' ' || c == '\n' || c == '\t' || c == '\r':
			if n := len(out); n > 0 && bytes.IndexByte([]byte(" {};,"), out[n-1]) < 0 && !(out[n-1] == ':' && inBlock(out)) {
				out = append(out, ' ')
			}
		case bytes.IndexByte([]byte("{};,"), c) >= 0:
			if n := len(out); n > 0 && out[n-1] == ' ' {
				out = out[:n-1]
			}
			if n := len(out); c == '}' && n > 0 && out[n-1] == ';' {
				out = out[:n-1]
			}
			out = append(out, c)
		default:
			out = append(out, c)
		}
	}
	return bytes.TrimSpace(out)
}

// inBlock tells "color: red" from "a :hover": only inside a declaration is the
// blank after a colon without meaning.
func inBlock(out []byte) bool {
	for i := len(out) - 2; i >= 0; i-- {
		switch out[i] {
		case ';', '{':
			return true
		case '}', ' ', ')', '>':
			return false
		}
	}
	return false
}
