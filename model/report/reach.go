package report

import "time"

// Reach is how Telegram's API answered once, through the proxy in force.
type Reach struct {
	API   string // host
	Proxy string // scheme and host of the proxy in force, never its password; empty for none
	// Trouble is why there was no good answer, NoTrouble when there was.
	Trouble Trouble
	Cause   error  // of the trouble, without the token
	Bot     string // the bot's name, without @
	Webhook string // host to which updates are pushed; polling fails as long as one is set
	// Clock is the API's clock and Ours the machine's at the same moment; zero
	// when there was no answer.
	Clock, Ours time.Time
}

// Trouble is what kept an answer of Telegram's API away.
type Trouble string

// The troubles. Each has a sentence in the catalogue, and one what to do.
const (
	NoTrouble        Trouble = ""
	TroubleProxyName Trouble = "proxy_name"        // the proxy's address cannot be understood
	TroubleProxy     Trouble = "proxy_unreachable" // no connection to the proxy
	TroubleRefusal   Trouble = "proxy_refused"     // the proxy does not let the call through
	TroubleDNS       Trouble = "dns"               // the host's name is not found
	TroubleRefused   Trouble = "refused"           // nobody listens
	TroubleTLS       Trouble = "tls"               // no secure connection
	TroubleTimeout   Trouble = "timeout"
	TroubleBroken    Trouble = "broken" // the connection broke off, or there is no way to the host
	TroubleToken     Trouble = "token"  // 401: Telegram does not know the token
	TroubleConflict  Trouble = "conflict"
	TroubleForeign   Trouble = "foreign" // something else answers, or Telegram is ill
)
