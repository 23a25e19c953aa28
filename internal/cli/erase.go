package cli

import (
	"bufio"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"net/http"
	"net/url"
	"strings"

	"github.com/spf13/cobra"

	"minhbach/domain/calendar"
	"minhbach/domain/subject"
	"minhbach/eventstore/sqlite"
	"minhbach/internal/node"
	"minhbach/projections/view"
)

// eraseFlags are the deeds and what they need. A call does one deed, or shows the
// person's file.
type eraseFlags struct {
	request, acknowledge, extend, refuse, execute, notify, restrict, lift, hold bool

	liftHold, by, capacity, basis, ground, cause, channel, reference, received, until string
	thirdParty, yes                                                                   bool
}

func (c *cli) eraseCommand() *cobra.Command {
	var f eraseFlags
	cmd := &cobra.Command{
		Use: "erase SUBJECT|LOGIN", Args: cobra.ExactArgs(1),
		Short: c.say("xóa dữ liệu cá nhân: ghi nhận, phản hồi, từ chối hoặc thực hiện yêu cầu", "erase personal data: record, answer, refuse or carry out a request"),
		Long: c.say(
			"Không có cờ nào thì in hồ sơ của người đó. Người quyết định xóa (--execute) phải khác người ghi nhận (--request); --by nêu quản trị viên chịu trách nhiệm.\nXóa là hủy khóa: không ai khôi phục được, kể cả từ bản sao lưu của nhật ký; bằng chứng trên sổ cái vẫn kiểm tra được.",
			"Without a flag the person's file is printed. Whoever orders the erasure (--execute) is another than who recorded it (--request); --by names the administrator who answers for it.\nErasing destroys a key: nobody can undo it, not even from a backup of the log; proofs in the ledger still verify."),
		RunE: func(cmd *cobra.Command, args []string) error {
			call, err := f.call(args[0])
			if err != nil {
				return err
			}
			if call.Do == subject.CommandOrder && !f.yes {
				if err := c.confirmErasure(args[0]); err != nil {
					return err
				}
			}
			var out node.ErasureAnswer
			if err := c.withErasures(cmd.Context(), func(e erasures) error {
				out, err = e.erasure(cmd.Context(), call)
				return err
			}); err != nil {
				return err
			}
			for _, s := range out.Steps {
				c.progress("… %s", c.say(s.Vi, s.En))
			}
			return c.print(out.File, func(w io.Writer) { c.printFile(w, out) })
		},
	}
	f.register(cmd, c)
	cmd.AddCommand(c.eraseList())
	return cmd
}

func (f *eraseFlags) register(cmd *cobra.Command, c *cli) {
	b, s := cmd.Flags().BoolVar, cmd.Flags().StringVar
	b(&f.request, "request", false, c.say("ghi nhận yêu cầu (cần --basis)", "record a request (needs --basis)"))
	b(&f.acknowledge, "acknowledge", false, c.say("ghi nhận đã phản hồi người yêu cầu", "record that the requester was answered"))
	b(&f.extend, "extend", false, c.say("gia hạn một lần (cần --cause)", "extend the period, once (needs --cause)"))
	b(&f.refuse, "refuse", false, c.say("từ chối (cần --ground)", "refuse (needs --ground)"))
	b(&f.execute, "execute", false, c.say("quyết định xóa và thực hiện ngay", "order the erasure and carry it out now"))
	b(&f.notify, "notify", false, c.say("ghi nhận đã báo kết quả (cần --channel)", "record that the requester was told (needs --channel)"))
	b(&f.restrict, "restrict", false, c.say("ẩn dữ liệu (cần --cause)", "hide the data (needs --cause)"))
	b(&f.lift, "lift-restriction", false, c.say("hiện lại dữ liệu", "show the data again"))
	b(&f.hold, "hold", false, c.say("giữ dữ liệu (cần --ground và --until)", "place a legal hold (needs --ground and --until)"))
	s(&f.liftHold, "lift-hold", "", c.say("gỡ lệnh giữ có mã này", "lift the hold with this id"))
	s(&f.by, "by", "", c.say("tên đăng nhập của quản trị viên chịu trách nhiệm", "login of the administrator who answers for it"))
	s(&f.capacity, "capacity", string(subject.AsSubject), choices(subject.Capacities()))
	s(&f.basis, "basis", "", choices(subject.Bases()))
	s(&f.ground, "ground", "", choices(subject.Grounds()))
	s(&f.cause, "cause", "", choices(subject.Causes())+"; "+choices(subject.Restrainings()))
	s(&f.channel, "channel", "", choices(subject.Channels()))
	s(&f.reference, "reference", "", c.say("số, ký hiệu văn bản, ví dụ 45/QĐ-UBND", "number of the document, such as 45/QĐ-UBND"))
	s(&f.received, "received", "", c.say("ngày nhận, YYYY-MM-DD (mặc định hôm nay)", "day of arrival, YYYY-MM-DD (default today)"))
	s(&f.until, "until", "", c.say("ngày cuối của lệnh giữ, YYYY-MM-DD", "last day of the hold, YYYY-MM-DD"))
	b(&f.thirdParty, "third-party", false, c.say("có bên xử lý hoặc bên thứ ba", "a processor or third party holds the data, too"))
	b(&f.yes, "yes", false, c.say("không hỏi lại", "do not ask again"))
}

func choices[T ~string](all []T) string {
	var out []string
	for _, v := range all {
		out = append(out, string(v))
	}
	return strings.Join(out, " | ")
}

// call makes one deed of the flags.
func (f *eraseFlags) call(who string) (node.ErasureCall, error) {
	out := node.ErasureCall{
		Who: who, By: f.by, Capacity: subject.Capacity(f.capacity), Basis: subject.Basis(f.basis), Ground: subject.Ground(f.ground), Cause: f.cause,
		Channel: subject.Channel(f.channel), Reference: f.reference, Hold: f.liftHold, ThirdParty: f.thirdParty,
	}
	deeds := 0
	for _, d := range []struct {
		asked bool
		do    subject.Command
	}{
		{f.request, subject.CommandRequest}, {f.acknowledge, subject.CommandAcknowledge}, {f.extend, subject.CommandExtend}, {f.refuse, subject.CommandRefuse},
		{f.execute, subject.CommandOrder}, {f.notify, subject.CommandNotify}, {f.restrict, subject.CommandRestrict}, {f.lift, subject.CommandLift},
		{f.hold, subject.CommandHold}, {f.liftHold != "", subject.CommandRelease},
	} {
		if d.asked {
			out.Do = d.do
			deeds++
		}
	}
	if deeds > 1 {
		return out, usage("one deed at a time: --request, --acknowledge, --extend, --refuse, --execute, --notify, --restrict, --lift-restriction, --hold or --lift-hold")
	}
	for text, into := range map[string]*calendar.Date{f.received: &out.ReceivedOn, f.until: &out.Until} {
		if text == "" {
			continue
		}
		var err error
		if *into, err = calendar.Parse(text); err != nil {
			return out, exit{Usage, err}
		}
	}
	return out, nil
}

// confirmErasure wants the name typed again.
func (c *cli) confirmErasure(who string) error {
	fmt.Fprintf(c.err, c.say("Xóa không thể khôi phục. Gõ lại “%s” để tiếp tục: ", "Erasing cannot be undone. Type “%s” again to go on: "), who)
	line, _ := bufio.NewReader(c.in).ReadString('\n')
	if strings.TrimSpace(line) != who {
		return usage("%s", c.say("chưa được xác nhận nên không xóa gì; gõ lại đúng tên, hoặc dùng --yes", "not confirmed, nothing was erased; type the name again, or give --yes"))
	}
	return nil
}

func (c *cli) eraseList() *cobra.Command {
	return &cobra.Command{
		Use: "list", Args: cobra.NoArgs,
		Short: c.say("các yêu cầu, hạn gần nhất trước", "requests, what is due soonest first"),
		RunE: func(cmd *cobra.Command, _ []string) error {
			var all []view.Subject
			if err := c.withErasures(cmd.Context(), func(e erasures) (err error) {
				all, err = e.erasures(cmd.Context())
				return err
			}); err != nil {
				return err
			}
			return c.print(all, func(w io.Writer) {
				for _, s := range all {
					fmt.Fprintf(w, "%s  %-14s %s\n", s.ID, s.State.Label(c.language()), c.standing(s))
				}
			})
		},
	}
}

// standing is what is owed and what stands in the way.
func (c *cli) standing(s view.Subject) string {
	var parts []string
	if due := s.Due(); !due.IsZero() {
		parts = append(parts, c.say("hạn ", "due ")+due.DMY())
	}
	if s.Restricted {
		parts = append(parts, c.say("đang ẩn", "restricted"))
	}
	for _, h := range s.Holds {
		parts = append(parts, c.say("giữ đến ", "held to ")+h.Until.DMY()+" ("+h.ID+")")
	}
	return strings.Join(parts, ", ")
}

func (c *cli) printFile(w io.Writer, out node.ErasureAnswer) {
	f := out.File
	fmt.Fprintf(w, "%s  %s  %s\n", f.ID, f.State.Label(c.language()), c.standing(f.Subject))
	for _, e := range f.History {
		fmt.Fprintf(w, "  #%d %s %s\n", e.Position, e.Recorded.In(calendar.Zone).Format("02/01/2006 15:04"), c.say(e.TextVi, e.TextEn))
	}
	if len(f.Views) > 0 {
		fmt.Fprintf(w, c.say("  số lần xem dữ liệu đã ghi: %d\n", "  readings recorded: %d\n"), len(f.Views))
	}
}

// erasures reaches this process's node or the server that has the directory.
type erasures interface {
	erasure(ctx context.Context, call node.ErasureCall) (node.ErasureAnswer, error)
	erasures(ctx context.Context) ([]view.Subject, error)
}

func (c *cli) withErasures(ctx context.Context, do func(erasures) error) error {
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

func (l local) erasure(ctx context.Context, call node.ErasureCall) (node.ErasureAnswer, error) {
	return l.n.Erasure(ctx, call)
}

func (l local) erasures(ctx context.Context) ([]view.Subject, error) { return l.n.Erasures(ctx) }

func (r remote) erasure(ctx context.Context, call node.ErasureCall) (out node.ErasureAnswer, err error) {
	raw, err := json.Marshal(call)
	if err != nil {
		return out, err
	}
	err = r.ask(ctx, http.MethodPost, "/erasures", url.Values{"call": {string(raw)}}, &out)
	return out, err
}

func (r remote) erasures(ctx context.Context) (out []view.Subject, err error) {
	err = r.ask(ctx, http.MethodGet, "/erasures", nil, &out)
	return out, err
}
