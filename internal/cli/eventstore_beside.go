package cli

import (
	"fmt"

	"github.com/spf13/cobra"

	"minhbach/internal/node"
)

// doorFlags are of the port for clients of EventStoreDB beside the portal.
func (c *cli) doorFlags(cmd *cobra.Command, d *node.Door) {
	f := cmd.Flags()
	f.StringVar(&d.Listen, "eventstore-listen", "", c.say("mở thêm nhật ký theo giao thức EventStoreDB ở HOST:PORT này", "open the log by the EventStoreDB protocol too, at this HOST:PORT"))
	f.StringVar(&d.TLSCert, "eventstore-tls-cert", "", c.say("chứng thư riêng của cổng đó (mặc định: --tls-cert)", "a certificate of its own for that port (default: --tls-cert)"))
	f.StringVar(&d.TLSKey, "eventstore-tls-key", "", c.say("khóa riêng của cổng đó (mặc định: --tls-key)", "its key (default: --tls-key)"))
	f.StringVar(&d.Advertise, "eventstore-advertise", "", c.say("HOST:PORT báo cho phần mềm khách của cổng đó", "HOST:PORT that its clients are told"))
	f.BoolVar(&d.Insecure, "eventstore-insecure", false, c.say("cổng đó không TLS, không mật khẩu; chỉ được trên 127.0.0.1", "no TLS and no passwords at that port; on 127.0.0.1 only"))
}

// tellOpened says where clients of EventStoreDB may come.
func (c *cli) tellOpened(door *node.OpenDoor) {
	if door == nil {
		return
	}
	if door.Socket != "" {
		c.progress("socket %s", door.Socket)
	}
	fmt.Fprintf(c.out, "listening %s\n", door.URL)
}
