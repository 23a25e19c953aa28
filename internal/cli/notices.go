package cli

import (
	"context"
	"errors"
	"fmt"
	"io"
	"net/http"
	"net/url"

	"github.com/spf13/cobra"

	"minhbach/domain/calendar"
	"minhbach/domain/notice"
	"minhbach/eventstore/sqlite"
	"minhbach/internal/node"
	"minhbach/projections/view"
)

func (c *cli) noticesCommand() *cobra.Command {
	var all bool
	list := &cobra.Command{
		Use: "list", Args: cobra.NoArgs,
		Short: c.say("thông báo chưa gửi được, các nhóm xử lý và sự kiện bị gác lại", "notices not sent, the groups of reactors, and parked events"),
		RunE: func(cmd *cobra.Command, _ []string) error {
			var out node.Outbox
			err := c.withOutbox(cmd.Context(), func(b box) (err error) {
				out, err = b.outbox(cmd.Context(), all)
				return err
			})
			if err != nil {
				return err
			}
			if err := c.print(out, func(w io.Writer) { c.printOutbox(w, out) }); err != nil {
				return err
			}
			unsent := 0
			for _, n := range out.Notices {
				if wantsSending(n) {
					unsent++
				}
			}
			if len(out.Parked) > 0 || unsent > 0 {
				return exit{Degraded, fmt.Errorf(c.say("%d thông báo không gửi được, %d sự kiện bị gác lại; sửa nguyên nhân rồi chạy “minhbach notices replay”",
					"%d notices failed and %d events are parked; mend the cause, then run “minhbach notices replay”"), unsent, len(out.Parked))}
			}
			return nil
		},
	}
	list.Flags().BoolVar(&all, "all", false, c.say("kể cả thông báo đã gửi", "sent ones as well"))
	send := &cobra.Command{
		Use: "send NOTICE", Args: cobra.ExactArgs(1),
		Short: c.say("gửi lại một thông báo không gửi được hoặc đang chờ", "send a notice again that failed or waits"),
		RunE: func(cmd *cobra.Command, args []string) error {
			return c.withOutbox(cmd.Context(), func(b box) error { return b.send(cmd.Context(), args[0]) })
		},
	}
	replay := &cobra.Command{
		Use: "replay [GROUP [EVENT]]", Args: cobra.MaximumNArgs(2),
		Short: c.say("xử lý lại các sự kiện bị gác lại và gửi lại mọi thông báo không gửi được", "handle parked events again, and send every notice again that failed"),
		Long: c.say("Không có tham số: mọi sự kiện bị gác lại của mọi nhóm, và mọi thông báo không gửi được.\nLệnh được ghi vào nhật ký; nút đang phục vụ sẽ thực hiện.",
			"Without arguments: every parked event of every group, and every notice that failed.\nThe order is recorded in the log; the node that serves carries it out."),
		RunE: func(cmd *cobra.Command, args []string) error {
			ordered := 0
			err := c.withOutbox(cmd.Context(), func(b box) (err error) {
				ordered, err = again(cmd.Context(), b, args)
				return err
			})
			if err != nil {
				return err
			}
			return c.print(map[string]int{"ordered": ordered}, func(w io.Writer) { fmt.Fprintln(w, ordered) })
		},
	}
	return group("notices", c.say("thông báo gửi cho cán bộ", "notices to staff"), list, send, replay)
}

// again orders what the arguments name.
func again(ctx context.Context, b box, args []string) (int, error) {
	switch len(args) {
	case 2:
		return b.replayParked(ctx, args[0], args[1])
	case 1:
		return b.replayParked(ctx, args[0], "")
	}
	out, err := b.outbox(ctx, false)
	if err != nil {
		return 0, err
	}
	ordered := 0
	for _, g := range out.Groups {
		n, err := b.replayParked(ctx, g.Group, "")
		if err != nil {
			return ordered, err
		}
		ordered += n
	}
	for _, n := range out.Notices {
		if !wantsSending(n) {
			continue
		}
		if err := b.send(ctx, n.ID); err != nil {
			return ordered, err
		}
		ordered++
	}
	return ordered, nil
}

func (c *cli) printOutbox(w io.Writer, out node.Outbox) {
	if !out.Sending {
		fmt.Fprintln(w, c.say("chưa cài máy chủ thư (hoặc lệnh này không thấy): thông báo nằm trong hộp chờ", "no mail server is set here: notices stay in the outbox"))
	}
	lang := c.language()
	for _, s := range []notice.State{notice.StateWaiting, notice.StateDeferred, notice.StateSent, notice.StateFailed} {
		fmt.Fprintf(w, "%-20s %d\n", s.Label(lang), out.Counts[s])
	}
	for _, n := range out.Notices {
		fmt.Fprintf(w, "%s %s %s: %s", n.ID, n.At.In(calendar.Zone).Format("15:04 02/01/2006"), n.Written.Kind.Label(lang), n.State.Label(lang))
		if n.Cause != "" {
			fmt.Fprintf(w, " (%s)", notice.CauseLabel(n.Cause, lang))
		}
		fmt.Fprintln(w)
	}
	for _, g := range out.Groups {
		fmt.Fprintf(w, c.say("nhóm %-12s chậm %d sự kiện, %.1f giây; gác lại %d\n", "group %-12s %d events and %.1f s behind; %d parked\n"), g.Group, g.Events, g.BehindSecs, g.Parked)
	}
	for _, p := range out.Parked {
		fmt.Fprintf(w, "%s %s %s: %s\n", p.Group, p.Event, p.Type, p.Cause)
	}
}

// box reaches the outbox: of this process, or of a server that has the directory in use.
type box interface {
	outbox(ctx context.Context, all bool) (node.Outbox, error)
	send(ctx context.Context, id string) error
	replayParked(ctx context.Context, group, event string) (int, error)
}

func (c *cli) withOutbox(ctx context.Context, do func(box) error) error {
	n, err := c.open(ctx)
	if errors.Is(err, sqlite.ErrLocked) {
		return do(remote{socket: c.config().ControlSocket(), locked: err})
	}
	if err != nil {
		return err
	}
	defer n.Close()
	if err := n.Ready(ctx); err != nil {
		return err
	}
	return do(local{n})
}

func (l local) outbox(ctx context.Context, all bool) (node.Outbox, error) {
	return l.n.Outbox(ctx, view.NoticeFilter{Open: !all})
}

func (l local) send(ctx context.Context, id string) error { return l.n.SendAgain(ctx, id) }

func (l local) replayParked(ctx context.Context, group, event string) (int, error) {
	return l.n.ReplayParked(ctx, group, event)
}

func (r remote) outbox(ctx context.Context, all bool) (out node.Outbox, err error) {
	path := "/notices"
	if all {
		path += "?all=1"
	}
	err = r.ask(ctx, http.MethodGet, path, nil, &out)
	return out, err
}

func (r remote) send(ctx context.Context, id string) error {
	var done string
	return r.ask(ctx, http.MethodPost, "/notices/"+url.PathEscape(id)+"/send", nil, &done)
}

func (r remote) replayParked(ctx context.Context, group, event string) (int, error) {
	var out struct {
		Ordered int `json:"ordered"`
	}
	err := r.ask(ctx, http.MethodPost, "/groups/"+url.PathEscape(group)+"/replay", url.Values{"event": {event}}, &out)
	return out.Ordered, err
}
