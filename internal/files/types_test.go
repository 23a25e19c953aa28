package files

import (
	"errors"
	"strings"
	"testing"

	"minhbach/domain/fault"
)

func look(name, content string) (string, error) {
	return check(name, strings.NewReader(content), int64(len(content)))
}

func TestEveryTypeOnTheListIsAccepted(t *testing.T) {
	seen := map[string]bool{}
	for name, content := range accepted(t) {
		media, err := look(name, content)
		if err != nil || media == "" {
			t.Errorf("%s: %q, %v", name, media, err)
		}
		seen[extension(name)] = true
	}
	for _, ext := range Extensions() {
		if !seen[ext] {
			t.Errorf("no example of .%s", ext)
		}
	}
}

// No content passes under the name of another type, but for those that share a form.
func TestContentUnderAnotherNameIsRefused(t *testing.T) {
	same := map[string]string{"jpeg": "jpg", "tiff": "tif", "geojson": "json"}
	kin := func(a, b string) bool {
		if same[a] == b || same[b] == a || a == b {
			return true
		}
		// An office file is an archive, and structured text is text.
		text := "txt csv json geojson xml rtf"
		return b == "zip" && strings.Contains("docx xlsx pptx odt ods odp", a) ||
			strings.Contains("txt csv", b) && strings.Contains(text, a)
	}
	for name, content := range accepted(t) {
		for _, ext := range Extensions() {
			if kin(extension(name), ext) {
				continue
			}
			if media, err := look("x."+ext, content); err == nil {
				t.Errorf("content of %s passed as .%s (%s)", name, ext, media)
			}
		}
	}
}

func TestRefusals(t *testing.T) {
	const svg = `<svg xmlns="http://www.w3.org/2000/svg"><script>alert(1)</script></svg>`
	const html = "<!DOCTYPE html><script>alert(1)</script>"
	many := make([]entry, maxEntries+1)
	for i := range many {
		many[i] = entry{repeat("a", i%7) + string(rune('a'+i%26)) + ".txt", ""}
	}
	tests := []struct {
		what, name, content string
		want                *fault.Code
	}{
		{"page", "a.html", html, ErrType}, {"drawing", "a.svg", svg, ErrType}, {"script", "a.js", "alert(1)", ErrType},
		{"program", "a.exe", "MZ\x90\x00", ErrType}, {"shell script", "a.sh", "#!/bin/sh", ErrType}, {"macro document", "a.docm", docx(t), ErrType},
		{"last extension counts", "a.pdf.exe", "MZ", ErrType}, {"no extension", "pdf", "%PDF-1.7 %%EOF", ErrName},
		{"empty", "a.pdf", "", ErrEmpty},
		{"page as text", "a.txt", html, ErrContent}, {"page behind spaces", "a.csv", " \n\t<html>", ErrContent},
		{"page behind a byte order mark", "a.txt", "\ufeff<script>", ErrContent}, {"script as text", "a.txt", "#!/bin/sh\nrm", ErrContent},
		{"drawing as text", "a.txt", svg, ErrContent}, {"program as text", "a.csv", "MZ\x90\x00\x03", ErrContent},
		{"other encoding", "a.csv", "ten\nK\xea S\xe1ch\n", ErrEncoding}, {"UTF-16", "a.csv", "\xff\xfea\x00,\x00", ErrEncoding},
		{"control character", "a.txt", "a\x1b[31m", ErrContent},
		{"pdf cut short", "a.pdf", "%PDF-1.7\n1 0 obj", ErrContent}, {"pdf behind a page", "a.pdf", html + "%PDF-1.7 %%EOF", ErrContent},
		{"drawing as xml", "a.xml", svg, ErrContent}, {"page as xml", "a.xml", `<html xmlns="http://www.w3.org/1999/xhtml"/>`, ErrContent},
		{"script inside xml", "a.xml", `<a><b xmlns="http://www.w3.org/1999/xhtml"/></a>`, ErrContent},
		{"style sheet", "a.xml", `<?xml-stylesheet href="x.xsl"?><a/>`, ErrContent},
		{"dtd", "a.xml", `<!DOCTYPE a [<!ENTITY x SYSTEM "file:///etc/passwd">]><a>&x;</a>`, ErrDTD},
		{"unclosed", "a.xml", "<a><b></a>", ErrContent}, {"two roots", "a.xml", "<a/><b/>", ErrContent}, {"no root", "a.xml", " ", ErrContent},
		{"other xml encoding", "a.xml", `<?xml version="1.0" encoding="windows-1258"?><a/>`, ErrEncoding},
		{"deep xml", "a.xml", repeat("<a>", 300) + repeat("</a>", 300), ErrContent},
		{"json that goes on", "a.json", `{} {}`, ErrContent}, {"json cut short", "a.json", `{"a":[1,2`, ErrContent},
		{"crossed brackets", "a.json", `{"a":[}]`, ErrContent}, {"no document", "a.json", `"a"`, ErrContent},
		{"code as json", "a.json", `[alert(1)]`, ErrContent}, {"deep json", "a.json", repeat("[", 300) + repeat("]", 300), ErrContent},
		{"list as geojson", "a.geojson", `[]`, ErrContent},
		{"plain archive as document", "a.docx", archive(t, entry{"a.txt", "a"}), ErrContent},
		{"sheet as document", "a.docx", archive(t, entry{"[Content_Types].xml", "<Types/>"}, entry{"xl/workbook.xml", "<w/>"}), ErrContent},
		{"two main parts", "a.docx", docx(t, entry{"word/document.xml", "<b/>"}), ErrContent},
		{"macros", "a.docx", docx(t, entry{"word/vbaProject.bin", "x"}), ErrMacros},
		{"macros of OpenDocument", "a.odt", odt(t, odtMedia, entry{"Basic/Standard/a.xml", "<a/>"}), ErrMacros},
		{"dtd inside a document", "a.xlsx", archive(t, entry{"[Content_Types].xml", "<Types/>"}, entry{"xl/workbook.xml", `<!DOCTYPE a><w/>`}), ErrDTD},
		{"encrypted office file", "a.docx", "\xD0\xCF\x11\xE0\xA1\xB1\x1A\xE1", ErrEncrypted},
		{"sheet as text document", "a.odt", odt(t, "application/vnd.oasis.opendocument.spreadsheet"), ErrContent},
		{"program in an archive", "a.zip", archive(t, entry{"x/cài đặt.EXE", "MZ"}), ErrArchiveEntry},
		{"page in an archive", "a.zip", archive(t, entry{"index.html", html}), ErrArchiveEntry},
		{"way out", "a.zip", archive(t, entry{"../../etc/cron.d/x", "a"}), ErrArchiveEntry},
		{"absolute way out", "a.zip", archive(t, entry{"/etc/x.txt", "a"}), ErrArchiveEntry},
		{"way out for Windows", "a.zip", archive(t, entry{`..\x.txt`, "a"}), ErrArchiveEntry},
		{"too many entries", "a.zip", archive(t, many...), ErrArchive},
		{"bomb", "a.zip", archive(t, entry{"a.txt", repeat("\x00", 4<<20)}), ErrArchive},
		{"bomb in a document", "a.docx", docx(t, entry{"word/media/a.bin", repeat("\x00", 4<<20)}), ErrArchive},
		{"hidden before an archive", "a.zip", "#!/bin/sh\n" + archive(t, entry{"a.txt", "a"}), ErrContent},
		{"hidden behind an archive", "a.zip", archive(t, entry{"a.txt", "a"}) + "<script>", ErrContent},
		{"archive cut short", "a.zip", archive(t, entry{"a.txt", "a"})[:60], ErrContent},
		{"picture cut short", "a.png", picture(t, "png")[:12], ErrContent}, {"picture of another kind", "a.png", picture(t, "gif"), ErrContent},
		{"huge picture", "a.gif", "GIF89a\xff\xff\xff\xff\x00\x00\x00", ErrContent},
		{"sound", "a.mp3", "RIFF\x00\x00\x00\x00WAVE", ErrContent}, {"film", "a.mp4", "\x00\x00\x00\x18moov", ErrContent},
	}
	for _, tt := range tests {
		if media, err := look(tt.name, tt.content); !errors.Is(err, tt.want) {
			t.Errorf("%s (%s): %q, %v; want %s", tt.what, tt.name, media, err, tt.want.Name)
		}
	}
}

func TestArchiveThatLiesAboutItsSize(t *testing.T) {
	// The directory says the entry has one byte; its data go on.
	lie := []byte(archive(t, entry{"a.txt", repeat("ab", 5000)}))
	at := strings.LastIndex(string(lie), "PK\x01\x02")
	copy(lie[at+24:], []byte{1, 0, 0, 0})
	if _, err := look("a.zip", string(lie)); !errors.Is(err, ErrContent) {
		t.Errorf("got %v", err)
	}
	// The end record says that there are more entries than may be.
	lie = []byte(archive(t, entry{"a.txt", "a"}))
	copy(lie[len(lie)-12:], []byte{0xff, 0xff})
	if _, err := look("a.zip", string(lie)); !errors.Is(err, ErrArchive) {
		t.Errorf("got %v", err)
	}
}

func TestEncryptedArchive(t *testing.T) {
	b := []byte(archive(t, entry{"a.txt", "a"}))
	b[6] |= 1
	b[strings.LastIndex(string(b), "PK\x01\x02")+8] |= 1
	if _, err := look("a.zip", string(b)); !errors.Is(err, ErrEncrypted) {
		t.Errorf("got %v", err)
	}
}

func FuzzCheck(f *testing.F) {
	for name, content := range accepted(f) {
		f.Add(name, []byte(content))
	}
	f.Add("a.xml", []byte(`<!DOCTYPE a><a/>`))
	f.Add("../../a.zip", []byte("PK\x05\x06"))
	f.Fuzz(func(t *testing.T, name string, content []byte) {
		clean := CleanName(name)
		media, err := look(clean, string(content))
		if (media == "" || err != nil) && fault.Of(err) == nil {
			t.Errorf("%q: %q and %v, not a fault", name, media, err)
		}
		if err != nil {
			return
		}
		b := strings.ToLower(strings.TrimLeft(strings.TrimPrefix(string(content), bom), " \t\r\n\f"))
		for _, active := range []string{"<html", "<script", "<svg", "<!doctype", "mz\x90", "\x7felf", "#!/"} {
			if strings.HasPrefix(b, active) {
				t.Errorf("%q passed as %s and begins with %s", clean, media, active)
			}
		}
	})
}
