package cli

import (
	"fmt"
	"io"
	"strings"
	"time"

	"minhbach/domain/calendar"
	"minhbach/eventstore/ledger/verify"
)

// printReport says in plain words what was found, and what was not.
func (c *cli) printReport(w io.Writer, r verify.Report) {
	if r.Problem != nil {
		fmt.Fprintf(w, "%s\n", c.say("KHÔNG KHỚP", "DOES NOT MATCH"))
		c.printProblem(w, r.Problem)
		if r.Further > 0 {
			fmt.Fprintf(w, c.say("  ngoài ra còn %d tệp sai\n", "  and %d more files are wrong\n"), r.Further)
		}
	} else {
		fmt.Fprintf(w, "%s: %s\n", c.say("KHỚP", "MATCHES"), c.verdictSentence(r))
	}
	if r.Files > 0 {
		fmt.Fprintf(w, c.say("  %d tệp lưu trữ đúng với mã băm là tên của chúng\n", "  %d stored files have the hash of their name\n"), r.Files)
	}
	c.printHead(w, c.say("Điểm kiểm tra đã ký", "Signed checkpoint"), r.Checkpoint)
	c.printHead(w, c.say("Điểm kiểm tra cũ", "Older checkpoint"), r.Older)
	if e := r.Event; e != nil {
		c.printEvent(w, e)
	}
	if h := r.History; h != nil && h.Lines > 0 {
		fmt.Fprintf(w, c.say("  lịch sử: %d điểm kiểm tra, %s đến %s; %d điểm kiểm tra có chữ ký khác, %d có dấu thời gian\n", "  history: %d checkpoints, %s to %s; %d with signatures of others, %d stamped\n"),
			h.Lines, clock(h.First), clock(h.Last), h.Witnessed, h.Stamped)
		if h.Foreign > 0 {
			fmt.Fprintf(w, c.say("  %d điểm kiểm tra đầu do khóa khác ký (chưa được cung cấp); gốc cây vẫn khớp\n", "  the first %d were signed by a key that was not given; their roots match all the same\n"), h.Foreign)
		}
	}
	c.printLimits(w, r)
}

func (c *cli) verdictSentence(r verify.Report) string {
	switch r.Kind {
	case "event":
		if f := r.Event.File; f != nil {
			return fmt.Sprintf(c.say("tệp này đúng là tệp mà sự kiện ngày %s nêu (%s)", "this file is the one that the event of %s names (%s)"), clock(r.Event.Recorded), f.Named)
		}
		return fmt.Sprintf(c.say("sự kiện số %d có trong sổ cái từ %s và không bị sửa", "event number %d is in the log since %s, unchanged"), r.Event.Index, clock(r.Event.Recorded))
	case "extends":
		return fmt.Sprintf(c.say("%d sự kiện đầu vẫn đúng như điểm kiểm tra cũ đã ký; từ đó đến nay sổ cái chỉ được ghi thêm", "the first %d events are the ones that were signed then; since then the log was only added to"), r.Older.Size)
	case "database":
		return fmt.Sprintf(c.say("%d dòng của cơ sở dữ liệu khớp với từng lá của sổ cái", "%d rows of the database match the leaves of the log one by one"), r.Database.Rows)
	}
	return fmt.Sprintf(c.say("%d lá và %d mảnh cây dẫn đúng tới điểm kiểm tra đã ký; không có gì bị sửa, bớt hay chen vào", "%d leaves and %d tiles lead to the signed checkpoint; nothing was changed, removed or put in"), r.Log.Leaves, r.Log.Tiles)
}

func (c *cli) printHead(w io.Writer, title string, h *verify.Head) {
	if h == nil {
		return
	}
	fmt.Fprintf(w, "%s: %s · %d · %s\n", title, h.Origin, h.Size, h.Root)
	for _, s := range h.Signers {
		if s.At.IsZero() {
			fmt.Fprintf(w, c.say("  chữ ký đúng của %s (khóa %s)\n", "  good signature of %s (key %s)\n"), s.Name, s.Key)
		} else {
			fmt.Fprintf(w, c.say("  nhân chứng %s (khóa %s) ký lúc %s\n", "  witness %s (key %s) signed at %s\n"), s.Name, s.Key, clock(s.At))
		}
	}
	for _, name := range h.Unknown {
		fmt.Fprintf(w, c.say("  chữ ký của %s chưa kiểm: chưa có khóa\n", "  signature of %s not checked: its key was not given\n"), name)
	}
	if !h.Signed.IsZero() {
		fmt.Fprintf(w, c.say("  ký lúc %s (theo đồng hồ của sổ cái)\n", "  signed at %s (by the log's own clock)\n"), clock(h.Signed))
	}
}

func (c *cli) printEvent(w io.Writer, e *verify.Event) {
	fmt.Fprintf(w, c.say("Sự kiện %s\n  loại %s, luồng %s, số thứ tự %d, lá số %d, ghi lúc %s\n", "Event %s\n  type %s, stream %s, revision %d, leaf %d, recorded %s\n"),
		e.ID, e.Type, e.Stream, e.Revision, e.Index, clock(e.Recorded))
	if e.Actor != "" {
		fmt.Fprintf(w, c.say("  do %s (%s, cơ quan %s)\n", "  by %s (%s, agency %s)\n"), e.Actor, e.Role, e.Agency)
	}
	if e.Content != "" {
		seen := c.say("nội dung ấy chưa được xem ở đây", "that content was not looked at here")
		if e.ContentSeen {
			seen = c.say("khớp với nội dung đã xem", "the content looked at matches")
		}
		fmt.Fprintf(w, c.say("  nội dung SHA-256 %s (%s)\n", "  content SHA-256 %s (%s)\n"), e.Content, seen)
	}
	if e.File != nil {
		fmt.Fprintf(w, c.say("  tệp SHA-256 %s, được nêu tại %s\n", "  file SHA-256 %s, named at %s\n"), e.File.SHA256, e.File.Named)
	}
}

func (c *cli) printProblem(w io.Writer, p *verify.Problem) {
	fmt.Fprintf(w, "  %s\n", c.problemSentence(p.Code))
	if p.Path != "" {
		line := ""
		if p.Line > 0 {
			line = fmt.Sprintf(c.say(", dòng %d", ", line %d"), p.Line)
		}
		fmt.Fprintf(w, c.say("  tệp: %s%s\n", "  file: %s%s\n"), p.Path, line)
	}
	switch {
	case p.Leaf != nil && p.Leaves > 1:
		fmt.Fprintf(w, c.say("  lá số %d đến %d\n", "  leaves %d to %d\n"), *p.Leaf, *p.Leaf+p.Leaves-1)
	case p.Leaf != nil:
		fmt.Fprintf(w, c.say("  lá số %d\n", "  leaf %d\n"), *p.Leaf)
	}
	if p.Position > 0 {
		fmt.Fprintf(w, c.say("  vị trí %d trong cơ sở dữ liệu\n", "  position %d of the database\n"), p.Position)
	}
	if p.ID != "" && p.Revision != nil {
		fmt.Fprintf(w, c.say("  sự kiện %s: %s, luồng %s, số thứ tự %d\n", "  event %s: %s, stream %s, revision %d\n"), p.ID, p.Type, p.Stream, *p.Revision)
	}
	if len(p.Parts) > 0 {
		names := make([]string, len(p.Parts))
		for i, part := range p.Parts {
			names[i] = c.part(part)
		}
		fmt.Fprintf(w, c.say("  phần bị khác: %s\n", "  what differs: %s\n"), strings.Join(names, ", "))
	}
	if p.Detail != "" {
		fmt.Fprintf(w, c.say("  chi tiết: %s\n", "  detail: %s\n"), p.Detail)
	}
}

// part of an event in words.
func (c *cli) part(code string) string {
	field, header := strings.CutPrefix(code, "header: ")
	names := map[string][2]string{
		"data": {"nội dung sự kiện", "data"}, "envelope": {"phong bì (ai, vai trò, cơ quan)", "envelope (who, role, agency)"},
		"stream": {"luồng", "stream"}, "revision": {"số thứ tự", "revision"}, "id": {"mã sự kiện", "id"}, "type": {"loại", "type"},
		"content type": {"kiểu nội dung", "content type"}, "recorded": {"thời điểm ghi", "time of recording"},
	}
	name := c.say(names[field][0], names[field][1])
	if header {
		return c.say("phần đầu: ", "header: ") + name
	}
	return name
}

// clock shows an instant as people in Việt Nam read it.
func clock(t time.Time) string {
	if t.IsZero() {
		return "?"
	}
	return t.In(calendar.Zone).Format("02/01/2006 15:04:05")
}
