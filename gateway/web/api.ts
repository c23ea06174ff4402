// All routes of the API, each group with the rooms it uses.
import { z } from 'zod';
import { words } from '../../device-drivers/words.ts';
import { type Json, openApi } from './openapi.ts';
import { type Route, route } from './route.ts';
import { type AlarmRouteRooms, alarmRoutes } from './routes/alarm-routes.ts';
import { type ApiTokenRouteRooms, apiTokenRoutes } from './routes/api-token-routes.ts';
import { type AuditRouteRooms, auditRoutes } from './routes/audit-routes.ts';
import { type BigScreenRouteRooms, bigScreenRoutes } from './routes/big-screen-routes.ts';
import { type BrowserRouteRooms, browserRoutes } from './routes/browser-routes.ts';
import { type ChannelRouteRooms, channelRoutes } from './routes/channel-routes.ts';
import { type ChecklistRouteRooms, checklistRoutes } from './routes/checklist-routes.ts';
import { type CommandRouteRooms, commandRoutes } from './routes/command-routes.ts';
import { type ContactRouteRooms, contactRoutes } from './routes/contact-routes.ts';
import { deviceListRoutes } from './routes/device-list-routes.ts';
import { type DeviceRouteRooms, deviceRoutes } from './routes/device-routes.ts';
import { type DutyRouteRooms, dutyRoutes } from './routes/duty-routes.ts';
import { type EvidenceRouteRooms, evidenceRoutes } from './routes/evidence-routes.ts';
import { type FieldRouteRooms, fieldRoutes } from './routes/field-routes.ts';
import { type HandOverRouteRooms, handOverRoutes } from './routes/hand-over-routes.ts';
import { heldRoutes } from './routes/held-routes.ts';
import { type HighRiseRouteRooms, highRiseRoutes } from './routes/high-rise-routes.ts';
import { type HouseRooms, houseRoutes } from './routes/house-routes.ts';
import { type IncidentRouteRooms, incidentRoutes } from './routes/incident-routes.ts';
import { isolationRoutes } from './routes/isolation-routes.ts';
import { type KnowledgeRooms, knowledgeRoutes } from './routes/knowledge-routes.ts';
import { type MaintenanceRouteRooms, maintenanceRoutes } from './routes/maintenance-routes.ts';
import { type MapRouteRooms, mapRoutes } from './routes/map-routes.ts';
import { type NorthboundRouteRooms, northboundRoutes } from './routes/northbound-routes.ts';
import { type NotifyRouteRooms, notifyRoutes } from './routes/notify-routes.ts';
import { type PassedOverRouteRooms, passedOverRoutes } from './routes/passed-over-routes.ts';
import { peopleRoutes } from './routes/people-routes.ts';
import { placeRoutes } from './routes/place-routes.ts';
import { type PlanRouteRooms, planRoutes } from './routes/plan-routes.ts';
import { type QualityRouteRooms, qualityRoutes } from './routes/quality-routes.ts';
import { type RecordRouteRooms, recordRoutes } from './routes/record-routes.ts';
import { type RuleRouteRooms, ruleRoutes } from './routes/rule-routes.ts';
import { sessionRoutes } from './routes/session-routes.ts';
import { type ShiftRouteRooms, shiftRoutes } from './routes/shift-routes.ts';
import { type SketchRouteRooms, sketchRoutes } from './routes/sketch-routes.ts';
import { type SurroundingRouteRooms, surroundingsRoutes } from './routes/surroundings-routes.ts';
import { type TransmissionRouteRooms, transmissionRoutes } from './routes/transmission-routes.ts';
import { type UnitRouteRooms, unitRoutes } from './routes/unit-routes.ts';
import { type WalkTestRouteRooms, walkTestRoutes } from './routes/walk-test-routes.ts';
import { type WaterRouteRooms, waterRoutes } from './routes/water-routes.ts';
import { type WorkRouteRooms, workRoutes } from './routes/work-routes.ts';

export interface ApiRooms {
  readonly session: Parameters<typeof sessionRoutes>[0];
  readonly people: Parameters<typeof peopleRoutes>[0];
  readonly apiTokens: ApiTokenRouteRooms;
  readonly bigScreens: BigScreenRouteRooms;
  readonly places: Parameters<typeof placeRoutes>[0];
  readonly devices: DeviceRouteRooms;
  readonly alarms: AlarmRouteRooms;
  readonly incidents: IncidentRouteRooms & FieldRouteRooms;
  readonly surroundings: SurroundingRouteRooms;
  readonly work: WorkRouteRooms & HandOverRouteRooms & ChecklistRouteRooms;
  readonly maintenance: MaintenanceRouteRooms;
  readonly walkTests: WalkTestRouteRooms;
  readonly passedOver: PassedOverRouteRooms;
  readonly evidence: EvidenceRouteRooms;
  readonly record: RecordRouteRooms;
  readonly commands: CommandRouteRooms;
  readonly transmission: TransmissionRouteRooms;
  readonly contacts: ContactRouteRooms;
  readonly duty: DutyRouteRooms;
  readonly knowledge: KnowledgeRooms;
  readonly rules: RuleRouteRooms;
  readonly shifts: ShiftRouteRooms;
  readonly plans: PlanRouteRooms;
  readonly northbound: NorthboundRouteRooms;
  readonly channels: ChannelRouteRooms;
  readonly notify: NotifyRouteRooms;
  readonly browsers: BrowserRouteRooms;
  readonly quality: QualityRouteRooms;
  readonly units: UnitRouteRooms & HighRiseRouteRooms;
  readonly water: WaterRouteRooms;
  readonly map: MapRouteRooms & SketchRouteRooms;
  readonly audit: AuditRouteRooms;
  readonly house: HouseRooms;
}

export function apiRoutes(rooms: ApiRooms): Route[] {
  const routes = [
    ...sessionRoutes(rooms.session),
    ...placeRoutes(rooms.places),
    ...deviceRoutes(rooms.devices),
    ...deviceListRoutes(rooms.devices),
    ...heldRoutes(rooms.devices),
    ...alarmRoutes(rooms.alarms),
    ...incidentRoutes(rooms.incidents),
    ...fieldRoutes(rooms.incidents),
    ...surroundingsRoutes(rooms.surroundings),
    ...workRoutes(rooms.work),
    ...handOverRoutes(rooms.work),
    ...checklistRoutes(rooms.work),
    ...isolationRoutes(rooms.incidents),
    ...maintenanceRoutes(rooms.maintenance),
    ...walkTestRoutes(rooms.walkTests),
    ...passedOverRoutes(rooms.passedOver),
    ...evidenceRoutes(rooms.evidence),
    ...recordRoutes(rooms.record),
    ...commandRoutes(rooms.commands),
    ...transmissionRoutes(rooms.transmission),
    ...contactRoutes(rooms.contacts),
    ...dutyRoutes(rooms.duty),
    ...shiftRoutes(rooms.shifts),
    ...planRoutes(rooms.plans),
    ...northboundRoutes(rooms.northbound),
    ...channelRoutes(rooms.channels),
    ...notifyRoutes(rooms.notify),
    ...browserRoutes(rooms.browsers),
    ...qualityRoutes(rooms.quality),
    ...unitRoutes(rooms.units),
    ...highRiseRoutes(rooms.units),
    ...waterRoutes(rooms.water),
    ...mapRoutes(rooms.map),
    ...sketchRoutes(rooms.map),
    ...knowledgeRoutes(rooms.knowledge),
    ...ruleRoutes(rooms.rules),
    ...peopleRoutes(rooms.people),
    ...apiTokenRoutes(rooms.apiTokens),
    ...bigScreenRoutes(rooms.bigScreens),
    ...auditRoutes(rooms.audit),
    ...houseRoutes(rooms.house),
  ];
  let document: Json | undefined;
  const documented: Route[] = [
    ...routes,
    route({
      method: 'get',
      path: '/openapi.json',
      id: 'readOpenApi',
      summary: words('接口说明（OpenAPI 3.1）', 'This API as OpenAPI 3.1'),
      needs: 'public',
      answer: z.unknown(),
      handle() {
        document ??= openApi(documented, rooms.house.sources.version);
        return document;
      },
    }),
  ];
  return documented;
}
