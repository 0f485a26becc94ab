-- One bucket of the whole fleet, by the server's own clock (GCRA: the moment when the last call is paid off).
-- KEYS: the bucket. ARGV: burst (calls at once), rate (calls a second), patience (milliseconds).
-- Answers the milliseconds to wait. Up to `patience` the call is counted; beyond it, it is not.

local clock = redis.call('TIME')
local now = clock[1] * 1000000 + clock[2]
-- Whole microseconds: of fractions, rounded at each call, a burst would add up to more than its room.
local apart = math.floor(1000000 / tonumber(ARGV[2]))
local room = math.floor(tonumber(ARGV[1]) * apart)
local due = math.max(tonumber(redis.call('GET', KEYS[1]) or 0), now - room) + apart
local wait = math.max(0, due - now)
if wait > tonumber(ARGV[3]) * 1000 then return math.ceil(wait / 1000) end
-- Full again after `room` and what is waited for: then the key says nothing that its absence does not (D7).
redis.call('SET', KEYS[1], string.format('%.0f', due), 'PX', math.ceil((room + wait) / 1000) + 1)
return math.ceil(wait / 1000)
