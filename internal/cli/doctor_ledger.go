package cli

import (
	"context"
	"errors"
	"fmt"
	"io/fs"
	"net/http"
	"os"
	"runtime"

	"minhbach/domain/calendar"
	"minhbach/eventstore"
	"minhbach/eventstore/ledger"
)

// lateSeconds a ledger may be behind on a node that serves.
const lateSeconds = 30

// ledger looks at the stored tree, the newest checkpoint and the last events.
func (x *examination) ledger(ctx context.Context, log eventstore.Log) {
	const check = "ledger"
	file := x.config().LedgerKeyFile()
	opts := ledger.Options{Now: now}
	key, err := ledger.ReadKey(file)
	switch {
	case err == nil:
		opts.Key = &key
	case !errors.Is(err, fs.ErrNotExist):
		x.add(check, failed, err.Error(), x.say("khôi phục khóa ký sổ cái từ nơi cất giữ", "bring the ledger's signing key back from where keys are kept"))
		return
	}
	if info, err := os.Stat(file); err == nil && info.Mode().Perm()&0o077 != 0 && runtime.GOOS != "windows" {
		x.add(check, failed, fmt.Sprintf(x.say("người khác đọc được khóa ký %s", "others can read the signing key %s"), file), "chmod 600 "+file)
		return
	}
	s, err := ledger.Inspect(ctx, x.config().LedgerDir(), log, opts)
	switch {
	case err != nil:
		x.add(check, skipped, err.Error(), "")
	case s.Key == "" && s.Size == 0:
		x.add(check, note, x.say("chưa có khóa ký; sẽ được tạo khi khởi động", "has no signing key yet; it is made at the next start"), "")
	case s.Key == "":
		x.add(check, failed, fmt.Sprintf(x.say("mất khóa ký %s", "its signing key %s is lost"), file), x.say("khôi phục khóa từ nơi cất giữ; không có khóa thì không ký được điểm kiểm tra mới", "bring it back from where keys are kept; without it no new checkpoint is signed"))
	default:
		x.judgeLedger(s, false)
	}
}

// servedLedger asks a running server.
func (x *examination) servedLedger(ctx context.Context, r remote) {
	var s ledger.Status
	if err := r.ask(ctx, http.MethodGet, "/ledger", nil, &s); err != nil {
		x.add("ledger", skipped, err.Error(), "")
		return
	}
	x.judgeLedger(s, true)
}

func (x *examination) judgeLedger(s ledger.Status, serving bool) {
	const check = "ledger"
	detail := fmt.Sprintf(x.say("%d sự kiện đã ký", "%d events signed"), s.Size)
	if !s.LastSigned.IsZero() {
		detail += x.say(", lần cuối ", ", last at ") + s.LastSigned.In(calendar.Zone).Format("15:04 02/01/2006")
	}
	switch {
	case s.Fork:
		x.add(check, failed, s.Error, x.say("nhật ký không còn là nhật ký đã ký: chạy “minhbach verify database”, rồi khôi phục nhật ký từ bản sao lưu", "the log is not the one signed: run “minhbach verify database”, then restore the log from a backup"))
	case s.Error != "" && (serving || !s.Damaged):
		x.add(check, failed, s.Error, x.say("khắc phục lỗi trên; công bố vẫn chạy nhưng chưa có bằng chứng mới", "mend this; publishing goes on, but without new proof"))
	case s.Error != "":
		x.add(check, note, s.Error, x.say("sẽ được dựng lại từ nhật ký khi khởi động", "it is made again from the log at the next start"))
	case serving && s.Key == "":
		x.add(check, failed, detail, x.say("máy chủ chạy không có khóa ký: khôi phục khóa rồi khởi động lại", "the server runs without its signing key: bring it back and restart"))
	case serving && s.SecsBehind > lateSeconds:
		x.add(check, failed, fmt.Sprintf(x.say("%s; chậm %d sự kiện, %.0f giây", "%s; %d events and %.0f s behind"), detail, s.EventsBehind, s.SecsBehind), x.say("xem nhật ký máy chủ; khởi động lại nếu cần", "look at the server's messages; restart if need be"))
	case s.EventsBehind > 0:
		x.add(check, note, fmt.Sprintf(x.say("%s; %d sự kiện chưa ký, sẽ ký khi phục vụ", "%s; %d not signed yet, they are when serving"), detail, s.EventsBehind), "")
	case s.Attest != "":
		x.add(check, note, detail+": "+s.Attest, x.say("nhân chứng hoặc cơ quan cấp dấu thời gian không trả lời", "a witness or the time-stamp authority does not answer"))
	default:
		x.add(check, well, detail, "")
	}
}
