package cli

import (
	"context"
	"fmt"

	"minhbach/domain/notice"
	"minhbach/eventstore"
	"minhbach/integration/bus"
	"minhbach/internal/node"
	outbox "minhbach/projections/notices"
	"minhbach/projections/view"
)

// servedNotices tells of the outbox and the groups of a running server.
func (x *examination) servedNotices(ctx context.Context, r remote) {
	out, err := r.outbox(ctx, false)
	if err != nil {
		x.add("notices", failed, err.Error(), "minhbach notices list")
		return
	}
	x.groups(out.Groups, out.Parked, true)
	x.unsent(out.Notices)
}

// notices tells of them from the log and the read models, where nothing serves.
func (x *examination) notices(ctx context.Context, log eventstore.Log, models *node.Models) {
	groups, parked, err := node.GroupsOf(ctx, log, now())
	if err != nil {
		x.add("groups", failed, err.Error(), "minhbach notices list")
		return
	}
	x.groups(groups, parked, false)
	runner, err := models.Runner("notices")
	var list []view.Notice
	if err == nil {
		list, err = outbox.NewReader(runner).Notices(ctx, view.NoticeFilter{States: []notice.State{notice.StateFailed}})
	}
	if err != nil {
		x.add("notices", failed, err.Error(), "minhbach projections rebuild notices")
		return
	}
	x.unsent(list)
}

func (x *examination) groups(list []bus.Status, parked []bus.Parked, serving bool) {
	for _, g := range list {
		detail := fmt.Sprintf(x.say("%s: chậm %d sự kiện, %.1f giây, gác lại %d", "%s: %d events and %.1f s behind, parked %d"), g.Group, g.Events, g.BehindSecs, g.Parked)
		if g.Here.LastError != "" {
			detail += fmt.Sprintf(x.say("; lỗi gần nhất: %s", "; last error: %s"), g.Here.LastError)
		}
		switch {
		case g.Parked > 0:
			for _, p := range parked {
				if p.Group == g.Group {
					detail += fmt.Sprintf("; %s: %s", p.Type, p.Cause)
					break // the others are on the list
				}
			}
			x.add("groups", failed, detail, x.say("sửa nguyên nhân rồi chạy ", "mend the cause, then run ")+"minhbach notices replay "+g.Group)
		case g.Here.LastError != "":
			x.add("groups", note, detail, x.say("sẽ tự thử lại; xem lại sau vài phút", "it is tried again by itself; look again in some minutes"))
		case g.Events > 0 && !serving:
			x.add("groups", note, detail+x.say("; sẽ đuổi kịp khi phục vụ", "; it catches up when serving"), "")
		default:
			x.add("groups", well, detail, "")
		}
	}
}

// unsent counts what failed and was not settled meanwhile.
func (x *examination) unsent(list []view.Notice) {
	n, cause := 0, ""
	for _, one := range list {
		if wantsSending(one) {
			if n++; cause == "" {
				cause = notice.CauseLabel(one.Cause, x.language())
			}
		}
	}
	if n > 0 {
		x.add("notices", failed, fmt.Sprintf(x.say("%d thông báo không gửi được; mới nhất: %s", "%d notices failed; the newest: %s"), n, cause),
			x.say("sửa nguyên nhân rồi chạy ", "mend the cause, then run ")+"minhbach notices replay")
		return
	}
	x.add("notices", well, x.say("không có thông báo nào gửi lỗi", "none failed"), "")
}

// wantsSending: it failed, and the matter is still open.
func wantsSending(n view.Notice) bool {
	return n.State == notice.StateFailed && n.Cause != notice.CauseSettled
}
