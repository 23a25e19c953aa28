package cli

import (
	"fmt"
	"io"
	"slices"

	"minhbach/eventstore/ledger/verify"
)

// problemWords says what a problem means, for people.
var problemWords = map[string][2]string{
	verify.BadNote:      {"Điểm kiểm tra không đúng dạng: tệp đã bị sửa hoặc hỏng.", "The checkpoint is not in its form: the file was changed or is damaged."},
	verify.BadSignature: {"Chữ ký không phải của khóa đã biết: điểm kiểm tra bị giả mạo, bị sửa, hoặc khóa đã đổi.", "The signature is not of a known key: the checkpoint is forged or changed, or the key was replaced."},
	verify.Unwitnessed:  {"Thiếu chữ ký của các nhân chứng mà quy định đòi hỏi.", "The cosignatures that the policy wants are missing."},
	verify.Missing:      {"Thiếu một tệp của sổ cái: phần đã ký không còn đủ để kiểm.", "A file of the log is missing: what was signed is no longer all there."},
	verify.Length:       {"Một tệp của sổ cái bị cắt ngắn hoặc thêm byte.", "A file of the log was cut short or added to."},
	verify.BadLeaf:      {"Một lá không phải lá đã ký.", "A leaf is not the one that was signed."},
	verify.BadTile:      {"Một mã băm trong mảnh cây không đúng với cây đã ký.", "A hash in a tile is not the one of the signed tree."},
	verify.BadRoot:      {"Các tệp khớp với nhau nhưng không dẫn tới điểm kiểm tra đã ký: lịch sử đã bị viết lại, hoặc điểm kiểm tra là của sổ cái khác.", "The files agree with one another and do not lead to the signed checkpoint: history was rewritten, or the checkpoint is of another log."},
	verify.BadForm:      {"Cây có lá này, nhưng lá không đúng dạng.", "The tree has this leaf, but it is not in the form of one."},
	verify.BadHistory:   {"Một điểm kiểm tra trong lịch sử không khớp với cây.", "A checkpoint of the history does not fit the tree."},
	verify.Shrunk:       {"Sổ cái ngắn hơn trước: sự kiện đã bị bỏ đi.", "The log is shorter than it was: events were removed."},
	verify.Rewritten:    {"Phần đầu của sổ cái không còn như điểm kiểm tra cũ đã ký: lịch sử đã bị viết lại.", "The log does not begin as the older checkpoint signed it: history was rewritten."},
	verify.BadPath:      {"Sự kiện không nằm trong cây đã ký.", "The event is not in the signed tree."},
	verify.BadEnvelope:  {"Phong bì của sự kiện (ai làm, vai trò) không phải cái đã ghi.", "The event's envelope (who, in which role) is not the one recorded."},
	verify.BadData:      {"Nội dung sự kiện không phải cái đã ghi.", "What the event says is not what was recorded."},
	verify.BadHeader:    {"Phần đầu của sự kiện không phải cái đã ghi.", "The event's header is not the one recorded."},
	verify.BadContent:   {"Nội dung không phải nội dung mà sự kiện nêu.", "The content is not the one that the event names."},
	verify.BadFile:      {"Tệp này không phải tệp nào mà sự kiện nêu.", "This file is none that the event names."},
	verify.RowMissing:   {"Một sự kiện đã ghi không còn trong cơ sở dữ liệu.", "An event that was recorded is no longer in the database."},
	verify.RowInserted:  {"Cơ sở dữ liệu có một dòng mà sổ cái không có.", "The database has a row that the log does not have."},
	verify.RowDamaged:   {"Một dòng của cơ sở dữ liệu bị hỏng, không đọc được đúng như đã ghi.", "A row of the database is damaged and does not read as it was written."},
	verify.FileChanged:  {"Một tệp lưu trữ không còn đúng với mã băm là tên của nó: tệp đã bị sửa hoặc hỏng.", "A stored file has no longer the hash that is its name: it was changed or is damaged."},
	verify.BadIndex:     {"Mọi sự kiện đều đúng, nhưng chỉ mục hoặc cấu trúc tệp cơ sở dữ liệu bị hỏng.", "All events are right, but an index or the structure of the database file is damaged."},
}

func (c *cli) problemSentence(code string) string {
	if words, ok := problemWords[code]; ok {
		return c.say(words[0], words[1])
	}
	return code
}

// printLimits says what this verification does not prove.
func (c *cli) printLimits(w io.Writer, r verify.Report) {
	if !r.Sound {
		return
	}
	fmt.Fprintln(w, c.say("Điều này KHÔNG chứng minh:", "What this does NOT prove:"))
	say := func(vi, en string) { fmt.Fprintf(w, "  - %s\n", c.say(vi, en)) }
	has := func(code string) bool { return slices.Contains(r.Remarks, code) }
	say("rằng điều được ghi là đúng sự thật, hay việc không được ghi đã không xảy ra.", "that what was recorded is true, or that what was not recorded did not happen.")
	say("rằng khóa đã dùng là của cơ quan: hãy đối chiếu với nơi công bố khác.", "that the key is the agency's: compare it with where it was published.")
	if has(verify.NoWitness) {
		say("rằng mọi người đều được thấy cùng một sổ cái: chưa có nhân chứng độc lập nào ký điểm kiểm tra này, nên hãy giữ lại điểm kiểm tra và đối chiếu sau bằng “verify extends”.", "that everybody is shown the same log: no independent witness signed this checkpoint, so keep it and compare later with “verify extends”.")
	}
	if has(verify.StampUnread) {
		say("thời điểm ký: dấu thời gian RFC 3161 có sẵn nhưng chưa được xét ở đây (xem “openssl ts -verify”).", "when it was signed: an RFC 3161 time stamp is there but was not judged here (see “openssl ts -verify”).")
	} else {
		say("thời điểm ghi: đó là đồng hồ của máy chủ.", "when it was recorded: that is the server's clock.")
	}
	if has(verify.ClockBack) && r.Log != nil && r.Log.Back != nil {
		say(fmt.Sprintf("rằng đồng hồ luôn đúng: sự kiện ở lá %d ghi giờ sớm hơn sự kiện trước nó; thứ tự các sự kiện thì được chứng minh.", *r.Log.Back),
			fmt.Sprintf("that the clock was right: the event of leaf %d says an earlier time than the one before it; the order of events is proved.", *r.Log.Back))
	}
	if has(verify.HeaderOnly) {
		say("sự kiện nói gì: tệp chứng thực này chỉ mở phần đầu, nội dung được giữ kín.", "what the event says: this proof shows its header, the rest is not public.")
	}
	if has(verify.OtherOrigin) {
		say("rằng không có sổ cái khác mang tên cũ: sổ cái này là kỳ mới của một hệ thống được khôi phục.", "that no other log bears the old name: this one is a new epoch of a restored installation.")
	}
	if has(verify.NoHistory) && r.Kind == "log" {
		say("các điểm kiểm tra trước đây: nơi này không giữ lịch sử điểm kiểm tra.", "earlier checkpoints: their history is not kept here.")
	}
	if has(verify.Uncovered) {
		uncovered := uint64(0)
		if r.Database != nil {
			uncovered = r.Database.Uncovered
		} else if r.Log != nil {
			uncovered = uint64(r.Log.Beyond)
		}
		fmt.Fprintf(w, c.say("  - phần mới hơn điểm kiểm tra này: %d mục chưa được điểm kiểm tra bao phủ.\n", "  - what is newer than the checkpoint: %d items are not covered by it.\n"), uncovered)
	}
}
