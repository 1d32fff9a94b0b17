-- A mail server of miltertest's, old or new, that leads replylint milter through each order of a session.
-- Set: address, and what the server offers: version, actions, steps.

local shout = "PLEASE SEND US THE INVOICE NUMBER TODAY OR WE CANNOT HELP YOU.\r\n"
local calm = "Please send us the invoice number today.\r\n"

local function check(what, good)
	if not good then mt.echo(what .. " failed"); error(what .. " (version " .. version .. ", steps " .. steps .. ")") end
end

local function open()
	local conn = mt.connect(address)
	check("connect", conn ~= nil)
	-- miltertest 1.5 sends the two in the other order than its manual says
	check("negotiate", mt.negotiate(conn, tonumber(version), tonumber(steps), tonumber(actions)) == nil)
	return conn
end

-- An answer is only due where the step was not made quiet.
local function continues(conn, what, failure, quiet)
	check(what, failure == nil)
	if not mt.test_option(conn, quiet) then check(what .. ": reply", mt.getreply(conn) == SMFIR_CONTINUE) end
end

local function envelope(conn, recipients)
	mt.macro(conn, SMFIC_MAIL, "{auth_authen}", "kim")
	continues(conn, "MAIL", mt.mailfrom(conn, "<rep@shop.example>", "SIZE=100"), SMFIP_NR_MAIL)
	for n = 1, recipients do continues(conn, "RCPT", mt.rcptto(conn, "<c" .. n .. "@customer.example>"), SMFIP_NR_RCPT) end
end

local function content(conn, body, own)
	if not mt.test_option(conn, SMFIP_NODATA) and tonumber(version) > 3 then continues(conn, "DATA", mt.data(conn), SMFIP_NR_DATA) end
	continues(conn, "header", mt.header(conn, "From", "Kim <rep@shop.example>"), SMFIP_NR_HDR)
	continues(conn, "header", mt.header(conn, "Subject", "Your question"), SMFIP_NR_HDR)
	for _ = 1, own do continues(conn, "header", mt.header(conn, "X-Replylint", "x"), SMFIP_NR_HDR) end
	if not mt.test_option(conn, SMFIP_NOEOH) then continues(conn, "EOH", mt.eoh(conn), SMFIP_NR_EOH) end
	for _ = 1, 3 do continues(conn, "body", mt.bodystring(conn, body), SMFIP_NR_BODY) end
	check("EOM", mt.eom(conn) == nil)
end

local function is_refused(conn)
	check("550", mt.getreply(conn) == SMFIR_REPLYCODE)
	check("nothing changed", not mt.eom_check(conn, MT_HDRCHANGE) and not mt.eom_check(conn, MT_HDRDELETE))
end

-- a whole session, with another mail in it, and one that is given up half-way
local conn = open()
continues(conn, "connect", mt.conninfo(conn, "localhost", "127.0.0.1"), SMFIP_NR_CONN)
if not mt.test_option(conn, SMFIP_NOHELO) then continues(conn, "HELO", mt.helo(conn, "localhost"), SMFIP_NR_HELO) end
envelope(conn, 2)
content(conn, shout, 1)
is_refused(conn)
envelope(conn, 1)
check("abort", mt.abort(conn) == nil)
envelope(conn, 1)
continues(conn, "header", mt.header(conn, "Subject", "Given up"), SMFIP_NR_HDR)
check("abort", mt.abort(conn) == nil)
envelope(conn, 3)
content(conn, calm, 2)
check("accepted", mt.getreply(conn) == SMFIR_CONTINUE)
check("own fields removed", mt.eom_check(conn, MT_HDRDELETE, "X-Replylint") == (tonumber(actions) >= SMFIF_CHGHDRS))
mt.disconnect(conn)

-- what is skipped, miltertest makes up
conn = open()
check("EOM alone", mt.eom(conn) == nil)
check("accepted", mt.getreply(conn) == SMFIR_CONTINUE)
mt.disconnect(conn, false)

-- a client of unknown kind, a command that is none
conn = open()
continues(conn, "connect", mt.conninfo(conn, "localhost", "unspec"), SMFIP_NR_CONN)
if not mt.test_option(conn, SMFIP_NOUNKNOWN) and tonumber(version) > 2 then
	continues(conn, "unknown", mt.unknown(conn, "FOO"), SMFIP_NR_UNKN)
end
envelope(conn, 1)
content(conn, shout, 0)
is_refused(conn)
mt.disconnect(conn)
