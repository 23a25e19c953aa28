package cli

import (
	"fmt"
	"io"
	"strings"

	"github.com/spf13/cobra"

	"minhbach/domain/calendar"
	"minhbach/internal/app"
)

func (c *cli) replayCommand() *cobra.Command {
	return group("replay", c.say("phát lại lịch sử từ nhật ký", "replay a history from the log"), c.replayPublicationCommand())
}

func (c *cli) replayPublicationCommand() *cobra.Command {
	var asOf string
	cmd := &cobra.Command{
		Use:   "publication ID",
		Short: c.say("in lịch sử một mục tin: ai, khi nào, thay đổi gì", "print a publication's history: who, when, what changed"),
		Long: c.say("Đọc thẳng từ nhật ký, không qua bảng chiếu, kể cả khi máy chủ đang chạy.\nID là mã UUID của mục tin.",
			"Reads the log itself, not a read model, also while a server is running.\nID is the publication's UUID."),
		Args: cobra.ExactArgs(1),
		RunE: func(cmd *cobra.Command, args []string) error {
			at, err := app.ParseAsOf(asOf)
			if err != nil {
				return exit{Usage, err}
			}
			var h app.Replay
			err = c.withModels(cmd.Context(), func(ctl control) (err error) {
				h, err = ctl.replay(cmd.Context(), args[0], asOf, at)
				return err
			})
			if err != nil {
				return err
			}
			if err := c.print(h, func(w io.Writer) { c.printReplay(w, h) }); err != nil {
				return err
			}
			if h.ContentHash != h.Recorded {
				return exit{Unproved, fmt.Errorf("%s", c.say("nội dung không khớp với mã băm đã công bố", "the content does not match the published hash"))}
			}
			return nil
		},
	}
	cmd.Flags().StringVar(&asOf, "as-of", "", c.say("chỉ đến thời điểm này: ngày, giờ RFC 3339 hoặc vị trí sự kiện", "up to this point: a date, an RFC 3339 instant or an event position"))
	return cmd
}

func (c *cli) printReplay(w io.Writer, h app.Replay) {
	fmt.Fprintf(w, "%s  %s\n", h.ID, h.Title)
	fmt.Fprintf(w, c.say("Cơ quan: %s · trạng thái: %s · phiên bản công khai: %d · sự kiện: %d\n", "Agency: %s · state: %s · public version: %d · events: %d\n"),
		h.AgencyName, h.State, h.Version, len(h.Events))
	if h.ContentHash != "" {
		verdict := c.say("khớp với sự kiện công bố", "matches the event of its publication")
		if h.ContentHash != h.Recorded {
			verdict = c.say("KHÔNG khớp với sự kiện công bố: ", "does NOT match the event of its publication: ") + h.Recorded
		}
		fmt.Fprintf(w, "SHA-256: %s (%s)\n", h.ContentHash, verdict)
	}
	fmt.Fprintln(w)
	for _, e := range h.Events {
		who := e.ActorName
		if who == "" {
			who = e.Actor
		}
		fmt.Fprintf(w, "#%-6d %s  %-34s %s", e.Position, e.Recorded.In(calendar.Zone).Format("02/01/2006 15:04:05"), e.Type, who)
		if e.Role != "" {
			fmt.Fprintf(w, " (%s)", e.Role)
		}
		fmt.Fprintln(w)
		text := e.TextVi
		if c.language() == "en" {
			text = e.TextEn
		}
		fmt.Fprintf(w, "        %s\n", text)
		for _, change := range e.Changes {
			fmt.Fprintf(w, "        · %s: %s → %s\n", change.Field, clip(change.Before), clip(change.After))
		}
	}
}

func clip(s string) string {
	s = strings.Join(strings.Fields(s), " ")
	if s == "" {
		return "∅"
	}
	if r := []rune(s); len(r) > 60 {
		return "“" + string(r[:57]) + "…”"
	}
	return "“" + s + "”"
}
