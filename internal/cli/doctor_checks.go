package cli

import (
	"context"
	"errors"
	"fmt"
	"io/fs"
	"net/http"
	"os"
	"path/filepath"
	"runtime"
	"time"

	"minhbach/domain/calendar"
	"minhbach/domain/dataset"
	"minhbach/domain/publication"
	"minhbach/eventstore"
	"minhbach/eventstore/sqlite"
	"minhbach/internal/files"
	"minhbach/internal/node"
	"minhbach/internal/secret"
	"minhbach/projections"
	"minhbach/projections/view"
)

// examination of one data directory.
type examination struct {
	*cli
	dir      string
	findings []finding
}

func (x *examination) path(name string) string { return filepath.Join(x.dir, name) }

func (x *examination) add(check string, v verdict, detail, fix string) {
	x.findings = append(x.findings, finding{check, v, detail, fix})
}

// run examines from the ground up and stops where nothing further can be known.
func (x *examination) run(ctx context.Context) {
	if !x.directory() {
		return
	}
	x.keys()
	x.vault(ctx)
	x.disk()
	x.calendar()
	x.engine()
	x.log(ctx)
}

func (x *examination) directory() bool {
	const check = "directory"
	info, err := os.Stat(x.dir)
	switch {
	case errors.Is(err, fs.ErrNotExist) || err == nil && !info.IsDir():
		x.add(check, failed, fmt.Sprintf(x.say("%s không phải là thư mục", "%s is no directory"), x.dir), x.say("kiểm tra --data", "check --data"))
		return false
	case err != nil:
		x.add(check, failed, err.Error(), x.say("chạy bằng người dùng sở hữu thư mục", "run as the user who owns the directory"))
		return false
	}
	if _, err := os.Stat(x.path("minhbach.json")); err != nil {
		x.add(check, failed, x.say("chưa được chuẩn bị", "not prepared"), "minhbach init --data "+x.dir+" --admin NAME --admin-password-file FILE")
		return false
	}
	if open := info.Mode().Perm() & 0o077; open != 0 && runtime.GOOS != "windows" {
		x.add(check, failed, fmt.Sprintf(x.say("người khác trên máy đọc được (%04o)", "others on this machine can read it (%04o)"), info.Mode().Perm()), "chmod 700 "+x.dir)
		return true
	}
	x.add(check, well, x.dir, "")
	return true
}

func (x *examination) keys() {
	const check = "keys"
	_, err := secret.LoadKeys(x.path("keys"))
	switch {
	case errors.Is(err, secret.ErrKeysExposed):
		x.add(check, failed, err.Error(), "chmod 600 "+x.path("keys")+"/*")
	case err != nil:
		x.add(check, failed, err.Error(), x.say("khôi phục thư mục keys từ bản sao lưu; không có khóa thì không ai đăng nhập được", "bring the folder keys back from the backup; without it nobody can sign in"))
	default:
		x.add(check, well, x.say("đủ và riêng tư", "there and private"), "")
	}
}

// Below either, the log may soon turn read-only.
const (
	leastFree      = 1 << 30
	leastFreeShare = 0.02
)

func (x *examination) disk() {
	const check = "disk"
	free, total, err := diskSpace(x.dir)
	if err != nil {
		x.add(check, skipped, err.Error(), "")
		return
	}
	detail := fmt.Sprintf(x.say("còn %.1f GiB trên %.1f GiB", "%.1f GiB of %.1f GiB free"), float64(free)/(1<<30), float64(total)/(1<<30))
	if free < leastFree || float64(free) < leastFreeShare*float64(total) {
		x.add(check, failed, detail, x.say("giải phóng đĩa hoặc chuyển thư mục dữ liệu; đĩa đầy thì nhật ký chỉ còn đọc được", "free some space or move the directory; with a full disk the log turns read-only"))
		return
	}
	x.add(check, well, detail, "")
}

func (x *examination) calendar() {
	const check = "calendar"
	year := calendar.DateOf(now()).Year()
	cal := calendar.VietNam()
	switch {
	case cal.Provisional(year):
		x.add(check, failed, fmt.Sprintf(x.say("chưa có thông báo nghỉ lễ, hoán đổi của năm %d; thời hạn chỉ là tạm tính", "the notice on holidays and swaps of %d is not recorded; deadlines are provisional"), year),
			x.say("nâng cấp phiên bản có lịch của năm này", "upgrade to a release with the calendar of this year"))
	case cal.Provisional(year + 1):
		x.add(check, note, fmt.Sprintf(x.say("lịch năm %d chưa công bố; thời hạn sang năm sau là tạm tính", "the calendar of %d is not declared yet; deadlines that reach into it are provisional"), year+1), "")
	default:
		x.add(check, well, fmt.Sprintf(x.say("có lịch các năm %d, %d", "declared for %d and %d"), year, year+1), "")
	}
}

// upTo says how many events a log has where positions tell that, else how far it goes.
func (x *examination) upTo(log eventstore.Log, head eventstore.Position) string {
	if log.Features().DensePositions {
		return fmt.Sprintf(x.say("%d sự kiện", "%d events"), head)
	}
	return fmt.Sprintf(x.say("đến vị trí %d", "up to position %d"), head)
}

// log and everything that needs it. A running server keeps it to itself and is
// asked instead.
func (x *examination) log(ctx context.Context) {
	if x.remote(ctx) {
		return
	}
	log, err := sqlite.Open(ctx, x.path("log"), sqlite.Options{Now: now, Command: "minhbach doctor"})
	switch {
	case errors.Is(err, sqlite.ErrLocked):
		x.server(ctx)
		return
	case err != nil:
		x.add("log", failed, err.Error(), x.say("khôi phục nhật ký từ bản sao lưu", "restore the log from the backup"))
		return
	}
	defer log.Close()
	head, err := log.Head(ctx)
	if err != nil {
		x.add("log", failed, err.Error(), "")
		return
	}
	err = log.Check(ctx)
	if err == nil {
		err = log.Health() // it opens, but what was acknowledged is not all there
	}
	switch {
	case errors.Is(err, context.DeadlineExceeded):
		x.add("log", note, fmt.Sprintf(x.say("mở được, %s; chưa kiểm tra xong cấu trúc tệp", "opens, %s; the check of the file takes longer than this"), x.upTo(log, head)), "")
	case err != nil:
		x.add("log", failed, err.Error(), x.say("khôi phục nhật ký từ bản sao lưu", "restore the log from the backup"))
	default:
		x.add("log", well, fmt.Sprintf(x.say("mở được, cấu trúc tệp đúng, %s", "opens, the file is sound, %s"), x.upTo(log, head)), "")
	}
	x.clock(ctx, log)
	x.sealed(ctx, log)
	x.ledger(ctx, log)
	x.models(ctx, log)
	x.files(ctx, log)
}

// server examines what a running server tells on its control socket.
func (x *examination) server(ctx context.Context) {
	r := remote{socket: x.config().ControlSocket(), locked: sqlite.ErrLocked}
	status, err := r.status(ctx)
	if err != nil {
		x.add("server", failed, err.Error(), x.say("khởi động lại máy chủ", "restart the server"))
		return
	}
	x.add("server", well, x.say("đang chạy và giữ nhật ký", "running, and keeps the log"), "")
	var ok string
	if err := r.ask(ctx, http.MethodGet, "/health", nil, &ok); err != nil {
		x.add("log", failed, err.Error(), x.say("máy chủ chỉ còn phục vụ đọc: khắc phục ổ đĩa rồi khởi động lại", "the server only serves readers: mend the disk, then restart it"))
	}
	x.judge(status, true)
	x.servedNotices(ctx, r)
	x.servedLedger(ctx, r)
	x.add("files", skipped, x.say("cần dừng máy chủ", "needs the server stopped"), "")
}

func (x *examination) clock(ctx context.Context, log eventstore.Log) {
	const check = "clock"
	present := now()
	fix := x.say("chỉnh đồng hồ (NTP)", "set the clock (NTP)")
	if present.Year() < 2025 {
		x.add(check, failed, present.Format(time.RFC3339), fix)
		return
	}
	for ev, err := range log.ReadAll(ctx, eventstore.EndOfLog, eventstore.Backwards, eventstore.Filter{}, 1) {
		if err != nil {
			break
		}
		if ahead := ev.Recorded.Sub(present); ahead > time.Minute {
			x.add(check, failed, fmt.Sprintf(x.say("sự kiện mới nhất ở tương lai %s", "the newest event is %s ahead"), ahead.Round(time.Second)), fix)
			return
		}
	}
	x.add(check, well, present.In(calendar.Zone).Format("15:04 02/01/2006 -07:00"), "")
}

func (x *examination) models(ctx context.Context, log eventstore.Log) {
	codec, err := node.Codec()
	if err != nil {
		x.add("read models", failed, err.Error(), "")
		return
	}
	models, err := node.OpenModels(ctx, x.path("read"), log, codec, projections.Options{Now: now})
	if err != nil {
		x.add("read models", failed, err.Error(), "rm -r "+x.path("read")+x.say(" — sẽ được dựng lại từ nhật ký", " — they are rebuilt from the log"))
		return
	}
	defer models.Close()
	status, err := models.Status(ctx)
	if err != nil {
		x.add("read models", failed, err.Error(), "minhbach projections rebuild")
		return
	}
	x.judge(status, false)
	x.notices(ctx, log, models)
}

func (x *examination) judge(status []view.ProjectionStatus, serving bool) {
	for _, s := range status {
		detail := fmt.Sprintf(x.say("%s: vị trí %d/%d, gác lại %d", "%s: position %d of %d, parked %d"), s.Name, s.Position, s.Head, s.Parked)
		switch {
		case s.Parked > 0:
			x.add("read models", failed, detail+": "+s.LastError, "minhbach projections parked "+s.Name)
		case serving && s.BehindSecs > 10:
			x.add("read models", failed, detail, "minhbach projections rebuild "+s.Name)
		case s.Behind > 0:
			x.add("read models", note, detail+x.say("; sẽ đuổi kịp khi phục vụ", "; it catches up when serving"), "")
		default:
			x.add("read models", well, detail, "")
		}
	}
}

// files asks only whether every attachment and data file that the log knows is there; the whole
// content is a longer check.
func (x *examination) files(ctx context.Context, log eventstore.Log) {
	const check = "files"
	store, err := files.Open(x.path("files"))
	if err != nil {
		x.add(check, failed, err.Error(), "")
		return
	}
	codec, err := node.Codec()
	if err != nil {
		x.add(check, failed, err.Error(), "")
		return
	}
	seen, missing := map[string]bool{}, 0
	filter := eventstore.Filter{Types: []string{publication.TypeAttachmentsArranged, dataset.TypeReleaseAttached}}
	for ev, err := range log.ReadAll(ctx, 0, eventstore.Forwards, filter, 0) {
		if err != nil {
			x.add(check, skipped, fmt.Sprintf(x.say("chưa xem hết nhật ký: %v", "did not get through the log: %v"), err), "")
			return
		}
		fact, err := codec.Decode(ev)
		if err != nil {
			continue // told as a parked event
		}
		for _, sum := range named(fact.Payload) {
			if seen[sum] {
				continue
			}
			seen[sum] = true
			if f, err := store.Open(ctx, sum); err != nil {
				missing++
			} else {
				f.Close()
			}
		}
	}
	if missing > 0 {
		x.add(check, failed, fmt.Sprintf(x.say("thiếu %d trong %d tệp", "%d of %d files are missing"), missing, len(seen)),
			x.say("khôi phục thư mục files từ bản sao lưu, hoặc tải lại các tệp đó", "bring the folder files back from the backup, or upload those files again"))
		return
	}
	x.add(check, well, fmt.Sprintf(x.say("đủ %d tệp", "all %d files are there"), len(seen)), "")
}

// named lists the hashes of the files that a fact names.
func named(payload eventstore.Payload) (sums []string) {
	switch e := payload.(type) {
	case publication.AttachmentsArranged:
		for _, a := range e.Attachments {
			sums = append(sums, a.SHA256)
		}
	case dataset.ReleaseAttached:
		sums = append(sums, e.Release.File.SHA256)
		if e.Release.Report != "" {
			sums = append(sums, e.Release.Report)
		}
	}
	return sums
}

// engine says whether this program can answer questions about data.
func (x *examination) engine() {
	if node.HasTables {
		x.add("tables", well, x.say("có bộ máy bảng dữ liệu (DuckDB)", "the table engine (DuckDB) is built in"), "")
		return
	}
	x.add("tables", note, x.say("chương trình này không có bộ máy bảng dữ liệu: dữ liệu chỉ đọc và tải được", "this program has no table engine: data can be read and downloaded only"),
		x.say("biên dịch lại với trình biên dịch C (gcc)", "build it again with a C compiler (gcc)"))
}
