-- One bucket of the whole fleet, by the server's own clock (GCRA: the moment when the last call is paid off).
-- KEYS: the bucket. ARGV: burst (calls at once), rate (calls a second).
-- Answers the milliseconds to wait; 0: it may be made, and is counted.

local clock = redis.call('TIME')
local now = clock[1] * 1000000 + clock[2]
local apart = 1000000 / tonumber(ARGV[2])
local room = tonumber(ARGV[1]) * apart
local due = math.max(tonumber(redis.call('GET', KEYS[1]) or 0), now - room) + apart
if due > now then return math.ceil((due - now) / 1000) end
-- Full again after `room`: by then the key says nothing that its absence does not (D7).
redis.call('SET', KEYS[1], string.format('%.0f', due), 'PX', math.ceil(room / 1000) + 1)
return 0
