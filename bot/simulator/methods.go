package simulator

import "strings"

// method is one of the Bot API's methods that are played here.
type method struct {
	name       string
	parameters []string
	// parks: the method takes the lock itself, because it waits.
	parks bool
	run   func(*Server, *request) (any, error)
}

// methods has the lower-case name as its key: Telegram does not look at the case of a method.
// Parameters that Telegram knows and that are not played are absent, so that nobody relies on them
// by mistake.
var methods = table(
	method{"getMe", nil, false, (*Server).getMe},
	method{"getUpdates", words("offset limit timeout allowed_updates"), true, (*Server).getUpdates},
	method{"setWebhook", words("url ip_address max_connections allowed_updates drop_pending_updates secret_token"), false, (*Server).setWebhook},
	method{"deleteWebhook", words("drop_pending_updates"), false, (*Server).deleteWebhook},
	method{"getWebhookInfo", nil, false, (*Server).getWebhookInfo},

	method{"sendMessage", words("chat_id text parse_mode link_preview_options disable_notification protect_content reply_parameters reply_markup"), false, (*Server).sendMessage},
	method{"sendDocument", words("chat_id document thumbnail caption parse_mode disable_content_type_detection disable_notification protect_content reply_parameters reply_markup"), false, (*Server).sendDocument},
	method{"sendPhoto", words("chat_id photo caption parse_mode has_spoiler disable_notification protect_content reply_parameters reply_markup"), false, (*Server).sendPhoto},
	method{"sendChatAction", words("chat_id action"), false, (*Server).sendChatAction},
	method{"editMessageText", words("chat_id message_id text parse_mode link_preview_options reply_markup"), false, (*Server).editMessageText},
	method{"editMessageReplyMarkup", words("chat_id message_id reply_markup"), false, (*Server).editMessageReplyMarkup},
	method{"deleteMessage", words("chat_id message_id"), false, (*Server).deleteMessage},
	method{"answerCallbackQuery", words("callback_query_id text show_alert url cache_time"), false, (*Server).answerCallbackQuery},
	method{"getFile", words("file_id"), false, (*Server).getFile},

	method{"setMyCommands", words("commands scope language_code"), false, (*Server).setMyCommands},
	method{"getMyCommands", words("scope language_code"), false, (*Server).getMyCommands},
	method{"deleteMyCommands", words("scope language_code"), false, (*Server).deleteMyCommands},
	method{"setMyDescription", words("description language_code"), false, describe("description", 512)},
	method{"setMyShortDescription", words("short_description language_code"), false, describe("short_description", 120)},

	method{"getChat", words("chat_id"), false, (*Server).getChat},
	method{"getChatMember", words("chat_id user_id"), false, (*Server).getChatMember},
	method{"getChatMemberCount", words("chat_id"), false, (*Server).getChatMemberCount},
	method{"getChatAdministrators", words("chat_id"), false, (*Server).getChatAdministrators},
	method{"leaveChat", words("chat_id"), false, (*Server).leaveChat},
)

func words(s string) []string { return strings.Fields(s) }

func table(all ...method) map[string]*method {
	t := make(map[string]*method, len(all))
	for _, m := range all {
		t[strings.ToLower(m.name)] = &m
	}
	return t
}
