# A slave by other people: pymodbus with the units and framing given as arguments; prints its port when it listens.
# Holding register a of unit u holds u * 1000 + a; unit numbers that are not given are silent.
import asyncio
import logging
import sys

from pymodbus.datastore import ModbusSequentialDataBlock, ModbusServerContext, ModbusSlaveContext
from pymodbus.server.async_io import ModbusTcpServer
from pymodbus.transaction import ModbusRtuFramer, ModbusSocketFramer


def memory(unit):
    block = ModbusSequentialDataBlock(0, [(unit * 1000 + a) % 65536 for a in range(400)])
    return ModbusSlaveContext(hr=block, ir=block, zero_mode=True)


async def main():
    logging.disable(logging.CRITICAL)
    framer = {"tcp": ModbusSocketFramer, "rtu": ModbusRtuFramer}[sys.argv[1]]
    units = {int(unit): memory(int(unit)) for unit in sys.argv[2].split(",")}
    context = ModbusServerContext(slaves=units, single=False)
    server = ModbusTcpServer(
        context, framer=framer, address=("127.0.0.1", 0), ignore_missing_slaves=True, allow_reuse_address=True
    )
    serving = asyncio.ensure_future(server.serve_forever())
    while server.server is None or not server.server.sockets:
        await asyncio.sleep(0.01)
    print(server.server.sockets[0].getsockname()[1], flush=True)
    await serving


asyncio.run(main())
